import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { npy } from '../samples/writeNpy';
import { near, noise, writeSafetensors } from './fixtures';
import { cka, servedActivations, writeLargeActivations } from './networks';

describe('nnsim/group over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  /** Three models that answer 60 instances, and a layer that all have. */
  async function models(): Promise<readonly string[]> {
    const logits = noise('logits', [60, 3], 7);
    const hidden = noise('hidden', [60, 5], 8);
    const paths = [0, 1, 2].map((at) => join(served.folder, `model${at}.safetensors`));
    for (const [at, path] of paths.entries()) {
      const tensors = [near(hidden, 0.3 * at, 20 + at), near(logits, 0.5 * at, 10 + at)];
      await writeSafetensors(path, at === 0 ? [...tensors, noise('images', [60, 6, 6], 9)] : tensors);
    }
    return paths;
  }

  it('tells how three models differ in their outputs, as the measures of the catalogue have it', async () => {
    const choice = { models: await models() };
    const report = await served.server.request('nnsim/group', choice);
    assert.ok(report.found && report.outputs !== undefined);
    assert.deepEqual([report.of, report.rows, report.hasOutputs], ['outputs', 60, true]);
    assert.deepEqual(report.layers, ['hidden', 'logits']);
    const valueOf = (id: string): number =>
      report.scores.find(({ measure }) => measure === id)?.value ?? assert.fail(id);
    const { measure, mean, pairs } = await served.server.request('nnsim/groupPairs', {
      ...choice,
      measure: { id: 'hard.disagreement', parameters: {} },
    });
    assert.equal(measure.id, 'hard.disagreement');
    const shares = pairs.map(({ score }) => score.value ?? NaN);
    assert.deepEqual(
      pairs.map(({ x, y }) => [x, y]),
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
    );
    assert.equal(valueOf('hard.discrepancy'), Math.max(...shares));
    assert.ok(
      Math.abs((mean.value ?? NaN) - (shares[0] ?? 0) / 3 - (shares[1] ?? 0) / 3 - (shares[2] ?? 0) / 3) <
        1e-15,
    );
    const { replacements, distributions, inputs } = report.outputs;
    assert.equal(replacements[0]?.share, Math.max(shares[0] ?? 0, shares[1] ?? 0));
    assert.deepEqual(
      distributions.map(({ measure: id, mean: value }) => [id, value]),
      [
        ['soft.rashomon', valueOf('soft.rashomon')],
        ['hard.label_entropy', valueOf('hard.label_entropy')],
      ],
    );
    assert.equal(inputs?.height, 6);
  });

  it('tells the instances one by one, the most ambiguous first, and what each model answers', async () => {
    const choice = { models: await models() };
    const report = await served.server.request('nnsim/group', choice);
    assert.ok(report.found);
    const ambiguity = report.scores.find(({ measure }) => measure === 'hard.ambiguity')?.value ?? NaN;
    const page = await served.server.request('nnsim/groupInstances', {
      ...choice,
      by: 'hard.label_entropy',
      first: 0,
      count: 60,
    });
    const ambiguous = page.instances.filter(
      ({ answers }) => new Set(answers.map((one) => one.class)).size > 1,
    );
    assert.equal(ambiguous.length / 60, ambiguity);
    assert.ok(ambiguous.length > 0 && ambiguous.length < 60);
    assert.deepEqual(page.instances.slice(0, ambiguous.length), ambiguous, 'these come first');
    const entropies = page.instances.map(({ values }) => values[1] ?? NaN);
    assert.deepEqual(
      entropies,
      [...entropies].sort((a, b) => b - a),
    );
    const failure = await served.server
      .request('nnsim/groupInstances', { ...choice, by: 'rsm.cka', first: 0, count: 5 })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
  });

  it('compares a layer that all have, by the measures of sets of representations and by pairs', async () => {
    const choice = { models: await models(), tensor: 'hidden' };
    const report = await served.server.request('nnsim/group', choice);
    assert.ok(report.found);
    assert.deepEqual([report.of, report.outputs], ['activations', undefined]);
    assert.ok(report.scores.some(({ measure, value }) => measure === 'stat.magnitude' && value !== null));
    const { pairs } = await served.server.request('nnsim/groupPairs', { ...choice, measure: cka });
    assert.equal(pairs.length, 3);
    for (const { score } of pairs) assert.ok((score.value ?? 0) > 0.5);
  });

  it('takes labels for accuracies, and says why labels that do not fit are not used', async () => {
    const paths = await models();
    const labels = join(served.folder, 'given.npy');
    await writeFile(labels, npy({ shape: [60], values: Uint8Array.from({ length: 60 }, (_, i) => i % 3) }));
    const report = await served.server.request('nnsim/group', { models: paths, labels });
    assert.ok(report.found);
    assert.equal(report.outputs?.labels, labels);
    for (const { accuracy } of report.models) assert.ok(accuracy !== null && accuracy >= 0 && accuracy <= 1);
    await writeFile(labels, npy({ shape: [60], values: Uint8Array.from({ length: 60 }, (_, i) => i % 4) }));
    const other = await served.server.request('nnsim/group', { models: paths, labels });
    assert.ok(other.found);
    assert.match(other.outputs?.labelsProblem ?? '', /A label is 3 but the outputs score classes 0 to 2/);
    assert.equal(other.models[0]?.accuracy, null);
  });

  it('puts the classes of all in one order by their names, or by position where that is asked for', async () => {
    const logits = noise('logits', [60, 3], 7);
    const paths = [0, 1, 2].map((at) => join(served.folder, `named${at}.safetensors`));
    const write = async (at: number, names: readonly string[]): Promise<void> =>
      writeSafetensors(paths[at] ?? '', [logits], { 'nnsim.classes': JSON.stringify(names) });
    await write(0, ['cat', 'dog', 'emu']);
    await write(1, ['cat', 'dog', 'emu']);
    await write(2, ['dog', 'emu', 'cat']);
    const disagreement = { id: 'hard.disagreement', parameters: {} };
    const of = async (choice: { readonly classes?: 'by-position' }) => {
      const report = await served.server.request('nnsim/group', { models: paths, ...choice });
      assert.ok(report.found);
      const pairs = await served.server.request('nnsim/groupPairs', {
        ...{ models: paths, ...choice, measure: disagreement },
      });
      return [report.matched, ...pairs.pairs.map(({ score }) => score.value)];
    };
    assert.deepEqual(await of({}), ['by-name', 0, 1, 1]);
    assert.deepEqual(await of({ classes: 'by-position' }), ['by-position', 0, 0, 0]);
    await write(2, ['gnu', 'yak', 'ape']);
    const apart = await served.server.request('nnsim/group', { models: paths });
    assert.ok(!apart.found);
    assert.equal(apart.matched, 'by-name', 'they may be matched by position');
    assert.deepEqual(await of({ classes: 'by-position' }), ['by-position', 0, 0, 0]);
  });

  it('takes some of the rows, and axes as they are chosen', async () => {
    const paths = await models();
    const some = await served.server.request('nnsim/group', { models: paths, rows: '0:20' });
    assert.ok(some.found);
    assert.equal(some.rows, 20);
    const maps = [0, 1, 2].map((at) => join(served.folder, `maps${at}.safetensors`));
    for (const [at, path] of maps.entries()) await writeSafetensors(path, [noise('maps', [20, 4, 6], at)]);
    const flat = await served.server.request('nnsim/group', { models: maps });
    const rows = await served.server.request('nnsim/group', { models: maps, rule: 'rows(features: 2)' });
    assert.ok(flat.found && rows.found);
    assert.deepEqual([flat.rows, rows.rows], [20, 80]);
  });

  it('is written down as CSV and JSON with every score', async () => {
    const choice = { models: await models(), measure: { id: 'hard.disagreement', parameters: {} } };
    const csv = await served.server.request('nnsim/exportGroup', { ...choice, format: 'csv' });
    const lines = csv.trimEnd().split('\r\n');
    assert.match(lines[0] ?? '', /^xFile,yFile,x,y,measure,parameters,value/);
    assert.equal(lines.filter((line) => line.includes(',hard.disagreement,')).length, 3);
    const json: unknown = JSON.parse(
      await served.server.request('nnsim/exportGroup', { ...choice, format: 'json' }),
    );
    assert.ok(typeof json === 'object' && json !== null && 'pairs' in json && Array.isArray(json.pairs));
    assert.equal(json.pairs.length, 3);
  });

  it('is cancelled within a fifth of a second, and answers others after', async () => {
    const { x, y } = await writeLargeActivations(served.folder);
    const source = new CancellationTokenSource();
    const slow = { models: [x, y, x], tensor: 'layer0', measure: { id: 'topo.gs', parameters: {} } };
    const answer = served.server
      .request('nnsim/groupPairs', { ...slow, workDoneToken: 'pairs' }, source.token)
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = performance.now();
    source.cancel();
    const failure = await answer;
    const took = performance.now() - start;
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestCancelled);
    assert.ok(took < 200, `${took} ms`);
    assert.equal(served.server.progress('pairs').at(-1), 'end');
    assert.ok((await served.server.request('nnsim/group', { models: await models() })).found);
  });

  it('says in a sentence that nothing can be compared, and refuses what is no set', async () => {
    const [first = ''] = await models();
    const alone = join(served.folder, 'alone.safetensors');
    await writeSafetensors(alone, [noise('other', [60, 4], 3)]);
    const report = await served.server.request('nnsim/group', { models: [first, alone] });
    assert.ok(!report.found);
    assert.match(
      report.reason,
      /no tensor of the same name, and not all hold outputs: alone.safetensors has none/,
    );
    await assert.rejects(served.server.request('nnsim/group', { models: [first] }), /2 to 100 files, not 1/);
    await assert.rejects(served.server.request('nnsim/group', { models: ['x', 'y'] }), /absolute file path/);
  });

  it('says which numbers of rows do not go together', async () => {
    const [first = '', second = ''] = await models();
    const short = join(served.folder, 'short.safetensors');
    await writeSafetensors(short, [noise('logits', [40, 3], 3)]);
    const report = await served.server
      .request('nnsim/group', { models: [first, second, short] })
      .catch((error: unknown) => error);
    const said = report instanceof Error ? report.message : JSON.stringify(report);
    assert.match(said, /60/);
    assert.match(said, /40/);
  });
});
