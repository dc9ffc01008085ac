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

  it('are those that a person names, and are refused where there are no such', async () => {
    const [x, y] = [join(served.folder, 'heads-x.safetensors'), join(served.folder, 'heads-y.safetensors')];
    const heads = [noise('head1', [50, 3], 1), noise('head2', [50, 3], 2), noise('images', [50, 6, 6], 8)];
    await writeSafetensors(x, heads);
    await writeSafetensors(y, heads);
    const request = (named: object) => served.server.request('nnsim/outputs', { x, y, ...named });
    const none = await request({});
    assert.ok(!none.found && !none.unfit);
    assert.deepEqual(none.choices, [2, 2], 'pictures are no outputs');
    const chosen = await request({ tensorX: 'head2', tensorY: 'head2', classes: 'by-position' });
    assert.ok(chosen.found);
    assert.deepEqual(
      [chosen.x.tensor, chosen.x.why, chosen.disagreement.share],
      ['head2', 'it was chosen', 0],
    );
    const wrong = await request({ tensorX: 'head3', tensorY: 'head2' });
    assert.ok(!wrong.found);
    assert.match(wrong.reason, /has no tensor "head3"/);
    const named = { tensorX: 'head1', tensorY: 'head2', kind: 'outputs', outputs: 'logits' } as const;
    const [score] = await served.server.request('nnsim/pair', {
      ...{ x, y, ...named, classes: 'by-position' },
      measures: [{ id: 'hard.disagreement', parameters: {} }],
    });
    assert.ok((score?.value ?? 0) > 0);
    const classes = 'by-chance' as 'by-position';
    await assert.rejects(
      served.server.request('nnsim/outputs', { x, y, classes }),
      /classes must be by-position/,
    );
  });

  it('are exported with every instance as text in parts, at full precision', async () => {
    const files = await outputs();
    const wanted = { ...files, tensorX: 'logits', tensorY: 'logits' };
    const textOf = async (format: 'csv' | 'json'): Promise<string> => {
      assert.equal(
        await served.server.request('nnsim/exportOutputs', { ...wanted, id: format, format }),
        null,
      );
      const parts = served.server.all('nnsim/exported').filter(({ id }) => id === format);
      return parts.map(({ text }) => text).join('');
    };
    const data = JSON.parse(await textOf('json')) as {
      scores: { measure: string; value: number; perInstance: number[] | null }[];
      outcomes: Record<string, number>;
      answers: { instances: number }[];
      instances: Record<string, (number | string)[]>;
    };
    assert.equal(
      data.answers.reduce((sum, { instances }) => sum + instances, 0),
      50,
    );
    const different = data.instances.outcome?.filter((outcome) => outcome === 'different').length;
    assert.equal(different, data.outcomes.different);
    const jsd = data.scores.find(({ measure }) => measure === 'soft.jsd');
    const each = jsd?.perInstance ?? [];
    assert.deepEqual(data.instances['soft.jsd'], each);
    const mean = each.reduce((sum, value) => sum + value, 0) / 50;
    assert.ok(Math.abs(mean - (jsd?.value ?? NaN)) <= 1e-9 * mean);
    const tables = (await textOf('csv')).split('\r\n\r\n').map((table) => table.split('\r\n'));
    const instances = tables.at(-1)?.filter((line) => line !== '') ?? [];
    const column = instances[0]?.split(',').indexOf('soft.jsd') ?? -1;
    assert.deepEqual(
      instances.slice(1).map((line) => Number(line.split(',')[column])),
      each,
    );
    const none = { ...served.files, id: 'none', format: 'csv' } as const;
    await assert.rejects(served.server.request('nnsim/exportOutputs', none), /holds no outputs/);
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
