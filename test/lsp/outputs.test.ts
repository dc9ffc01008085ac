import assert from 'node:assert/strict';
import { join } from 'node:path';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { noise, near, writeSafetensors } from './fixtures';
import { servedActivations } from './networks';

describe('nnsim/outputs over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  async function outputs(): Promise<{ readonly x: string; readonly y: string }> {
    const [x, y] = [join(served.folder, 'logits-x.safetensors'), join(served.folder, 'logits-y.safetensors')];
    const logits = noise('logits', [50, 3], 7);
    const images = noise('images', [50, 6, 6], 8);
    await writeSafetensors(x, [logits, images]);
    await writeSafetensors(y, [near(logits, 0.5, 9)]);
    return { x, y };
  }

  it('tells how two models differ, the instances behind, and their inputs', async () => {
    const files = await outputs();
    const report = await served.server.request('nnsim/outputs', files);
    assert.ok(report.found);
    assert.equal(report.rows, 50);
    const different = report.outcomes.find(({ outcome }) => outcome === 'different')?.count ?? 0;
    assert.equal(report.disagreement.share, different / 50);
    assert.ok(different > 0);
    const page = await served.server.request('nnsim/outputInstances', {
      ...files,
      outcome: 'different',
      first: 0,
      count: 200,
    });
    assert.deepEqual([page.total, page.instances.length], [different, different]);
    const { path = '', index = -1 } = report.inputs ?? {};
    const pictures = await served.server.request('nnsim/pictures', { path, index, rows: [3, 5], side: 32 });
    assert.deepEqual(
      pictures.map(({ row, width, height }) => [row, width, height]),
      [
        [3, 6, 6],
        [5, 6, 6],
      ],
    );
  });

  it('has the measures of outputs beside it, by the request for a pair', async () => {
    const files = await outputs();
    const scores = await served.server.request('nnsim/pair', {
      ...files,
      kind: 'outputs',
      outputs: 'logits',
      tensorX: 'logits',
      tensorY: 'logits',
    });
    const known = new Map(scores.map(({ measure, value }) => [measure, value]));
    for (const id of ['hard.disagreement', 'hard.kappa', 'soft.jsd', 'soft.norm_diff'])
      assert.equal(typeof known.get(id), 'number', id);
  });

  it('says in a sentence that files hold none, and refuses what is no request', async () => {
    const report = await served.server.request('nnsim/outputs', served.files);
    assert.ok(!report.found);
    assert.match(report.reason, /holds no outputs/);
    const wrong = { ...served.files, first: 0, count: 5000 };
    await assert.rejects(
      served.server.request('nnsim/outputInstances', wrong),
      /count must be a whole number/,
    );
    const failure = await served.server
      .request('nnsim/outputInstances', { ...served.files, first: 0, count: 5 })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
  });
});
