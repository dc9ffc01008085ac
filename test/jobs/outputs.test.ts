import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import type { OutputsReport, OutputsRequest } from '../../server/protocol';
import { randomFrom } from '../samples/random';
import { npy } from '../samples/writeNpy';
import { safetensors } from '../samples/writeSafetensors';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';

const rows = 90;

/** Logits of 4 classes that are right more often than not. */
function logits(seed: number, order: readonly number[] = Array.from({ length: rows }, (_, i) => i)) {
  const random = randomFrom(seed);
  const all = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: 4 }, (_, c) => 3 * random.next() + (c === i % 4 ? 1 : 0)),
  );
  return { shape: [rows, 4], values: Float32Array.from(order.flatMap((i) => all[i] ?? [])) };
}

function softmax({ shape, values }: ReturnType<typeof logits>) {
  const result = Float32Array.from(values);
  for (let i = 0; i < rows; i++) {
    const row = Array.from(values.subarray(4 * i, 4 * i + 4), Math.exp);
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, c) => (result[4 * i + c] = value / sum));
  }
  return { shape, values: result };
}

describe('Outputs of two models', function () {
  this.timeout(60_000);
  let jobs: ConfigurableJobs;
  before(async () => (jobs = await realJobs()));
  after(closeJobs);

  /** Files of two runs with logits, true labels and images one folder up. */
  function files(): { folder: string; x: string; y: string; labels: string } {
    const folder = scratch();
    for (const run of ['a', 'b']) mkdirSync(join(folder, run));
    const labels = join(folder, 'labels.npy');
    writeFileSync(labels, npy({ shape: [rows], values: Uint8Array.from({ length: rows }, (_, i) => i % 4) }));
    const images = Uint8Array.from({ length: rows * 25 }, (_, i) => Math.floor(i / 25));
    writeFileSync(join(folder, 'images.npy'), npy({ shape: [rows, 5, 5], values: images }));
    const write = (run: string, seed: number): string =>
      writeTensors(join(folder, run, 'dump.safetensors'), [
        ['layer1', noise([rows, 6], seed)],
        ['logits', logits(seed)],
        ['probs', softmax(logits(seed))],
      ]);
    return { folder, x: write('a', 1), y: write('b', 2), labels };
  }

  async function report(request: OutputsRequest): Promise<OutputsReport> {
    const found = await jobs.outputs(request);
    assert.ok(found.found, found.found ? '' : found.reason);
    return found;
  }

  it('are found, told what they are taken for, and scored as by the measures', async () => {
    const { x, y, labels, folder } = files();
    const found = await report({ x, y });
    assert.deepEqual([found.x.tensor, found.x.kind, found.y.kind], ['logits', 'logits', 'logits']);
    assert.deepEqual(
      [found.x.why, found.x.kindWhy],
      ['it is called logits', 'its rows are no probabilities'],
    );
    assert.equal(found.labels, labels);
    assert.equal(found.inputs?.path, join(folder, 'images.npy'));
    const pair = { x, y, tensorX: 'logits', tensorY: 'logits', kind: 'outputs' } as const;
    const scores = await (
      await realJobs()
    ).pair({ ...pair, measures: ['disagreement', 'minmax', 'soft.jsd'] });
    const [disagreement, minmax, jsd] = scores;
    assert.equal(found.disagreement.share, disagreement?.value);
    assert.equal(found.distributions[0]?.mean, jsd?.value);
    const { share, least = NaN, most = NaN } = found.disagreement;
    assert.ok(Math.abs((share - least) / (most - least) - (minmax?.value ?? NaN)) < 1e-12);
    assert.equal(
      found.outcomes.reduce((sum, { count }) => sum + count, 0),
      rows,
    );
  });

  it('are what a person says', async () => {
    const { x, y } = files();
    const chosen = await report({ x, y, tensorX: 'probs', tensorY: 'logits' });
    assert.deepEqual([chosen.x.kind, chosen.y.kind], ['probabilities', 'logits']);
    const plain = await report({ x, y });
    assert.deepEqual(chosen.outcomes, plain.outcomes);
    const preferred = await report({ x, y, outputs: 'probabilities' });
    assert.deepEqual([preferred.x.tensor, preferred.x.kindWhy], ['probs', 'it was chosen']);
    const wrong = await jobs.outputs({ x, y, tensorX: 'layer1', tensorY: 'logits' });
    assert.ok(!wrong.found && wrong.unfit);
    assert.deepEqual(wrong.choices, [plain.x.choices, plain.y.choices]);
    assert.ok(plain.x.choices > 2 && plain.y.choices >= 1);
    assert.match(wrong.reason, /different numbers of classes: 6 and 4/);
  });

  it('are told page by page: every instance once, the least similar first, with its label and its picture', async () => {
    const { x, y } = files();
    const found = await report({ x, y });
    const pages = await Promise.all(
      [0, 40, 80].map((first) => jobs.outputInstances({ x, y, stamp: found.stamp, first, count: 40 })),
    );
    const all = pages.flatMap(({ instances }) => instances);
    assert.deepEqual(
      all.map(({ row }) => row).sort((a, b) => a - b),
      Array.from({ length: rows }, (_, i) => i),
    );
    assert.deepEqual(all.slice(0, 24), found.leastSimilar.instances);
    assert.ok(all.every(({ row, label, rowY }) => label === row % 4 && rowY === row));
    assert.ok(all.every(({ distance }, i) => distance <= (all[i - 1]?.distance ?? Infinity)));
    const only = await jobs.outputInstances({ x, y, outcome: 'onlyX', first: 0, count: 200 });
    assert.equal(only.total, found.outcomes.find(({ outcome }) => outcome === 'onlyX')?.count);
    assert.ok(only.instances.every((one) => one.x.class === one.label && one.y.class !== one.label));
    const { path, stamp, index } = found.inputs ?? { path: '', stamp: '', index: 0 };
    const [picture] = await jobs.pictures(path, index, [7], 64, { stamp });
    assert.deepEqual([picture?.row, picture?.width, picture?.height, picture?.channels], [7, 5, 5, 1]);
    assert.deepEqual(
      [...Buffer.from(picture?.bytes ?? '', 'base64')],
      Array.from({ length: 25 }, () => 7),
    );
  });

  it('are told of the files that were reported on only', async () => {
    const { x, y } = files();
    const { stamp, inputs } = await report({ x, y });
    assert.ok(inputs);
    writeFileSync(inputs.path, npy({ shape: [rows, 5, 5], values: new Uint8Array(rows * 25) }));
    await assert.rejects(
      jobs.pictures(inputs.path, inputs.index, [7], 64, { stamp: inputs.stamp }),
      /has changed on disk while it was being worked on/,
    );
    writeTensors(y, [['logits', logits(3)]]);
    const refusal = {
      name: 'BadInput',
      message: /has changed on disk while it was being worked on: start again\.$/,
    };
    await assert.rejects(jobs.outputInstances({ x, y, stamp, first: 0, count: 9 }), refusal);
    await assert.rejects(jobs.outputVectors({ x, y, stamp }), refusal);
    const models = [x, y];
    const group = await jobs.groupReport({ models });
    assert.ok(group.found);
    const asked = { models, stamp: group.stamp, by: 'hard.label_entropy', first: 0, count: 9 };
    assert.ok((await jobs.groupInstances(asked)).instances.length > 0);
    writeTensors(x, [['logits', logits(4)]]);
    await assert.rejects(jobs.groupInstances(asked), refusal);
    const measure = { id: 'rsm.cka', parameters: {} };
    await assert.rejects(jobs.groupPairs({ models, stamp: group.stamp, measure }), refusal);
  });

  it('have their classes in one order by the names of columns, which are told', async () => {
    const folder = scratch();
    const { values } = logits(1);
    const table = (run: string, columns: readonly number[]): string => {
      mkdirSync(join(folder, run));
      const lines = Array.from({ length: rows }, (_, i) => columns.map((c) => values[4 * i + c]).join(','));
      const path = join(folder, run, 'logits.csv');
      writeFileSync(
        path,
        [columns.map((c) => ['ant', 'bee', 'cat', 'dog'][c]).join(','), ...lines].join('\n'),
      );
      return path;
    };
    const found = await report({ x: table('a', [0, 1, 2, 3]), y: table('b', [2, 0, 3, 1]) });
    assert.deepEqual(found.classNames, ['ant', 'bee', 'cat', 'dog']);
    assert.equal(found.disagreement.share, 0);
    for (const { x, y, distance } of found.leastSimilar.instances) {
      assert.equal(x.class, y.class);
      assert.ok(Math.abs((x.probability ?? NaN) - (y.probability ?? NaN)) < 1e-12);
      assert.ok((x.probability ?? 0) >= 0.25 && distance < 1e-12);
    }
  });

  it('of a run are those that it says, with the inputs it was run on', async () => {
    const folder = scratch();
    const probes = join(folder, 'digits.npy');
    const values = Uint8Array.from({ length: rows * 16 }, (_, at) => at % 251);
    writeFileSync(probes, npy({ shape: [rows, 4, 4], values }));
    const run = (name: string, seed: number): string => {
      const path = join(folder, name);
      const metadata = [
        ['nnsim.outputs', JSON.stringify(['Plus214'])],
        ['nnsim.probes', JSON.stringify([{ input: 'x', path: probes, tensor: 'array' }])],
      ] as const;
      const tensors = [['logits', noise([rows, 4], 9)] as const, ['Plus214', logits(seed)] as const];
      writeFileSync(path, safetensors(tensors, metadata));
      return path;
    };
    const found = await report({ x: run('a.safetensors', 1), y: run('b.safetensors', 2) });
    assert.deepEqual([found.x.tensor, found.y.tensor], ['Plus214', 'Plus214']);
    assert.deepEqual([found.inputs?.path, found.inputs?.height], [probes, 4]);
  });

  it('are joined by ids, which are told', async () => {
    const folder = scratch();
    const order = Array.from({ length: rows }, (_, i) => (7 * i + 3) % rows);
    const write = (name: string, seed: number, of: readonly number[]): string => {
      const ids = { shape: [rows], values: BigInt64Array.from(of, (i) => BigInt(1000 + i)) };
      const path = join(folder, name);
      writeFileSync(
        path,
        safetensors(
          [
            ['logits', logits(seed, of)],
            ['ids', ids],
          ],
          [],
        ),
      );
      return path;
    };
    const x = write('x.safetensors', 1, [...order.keys()]);
    const turned = await report({ x, y: write('turned.safetensors', 2, order) });
    const straight = await report({ x, y: write('straight.safetensors', 2, [...order.keys()]) });
    assert.deepEqual(turned.disagreement, straight.disagreement);
    for (const { row, rowY, id } of turned.leastSimilar.instances) {
      assert.equal(id, String(1000 + row));
      assert.equal(order[rowY], row);
    }
  });

  it('are there without labels that do not fit, and the reason is told', async () => {
    const { folder, x, y } = files();
    const labels = join(folder, 'short.npy');
    writeFileSync(labels, npy({ shape: [3], values: Uint8Array.of(0, 1, 2) }));
    const found = await report({ x, y, labels });
    assert.deepEqual([found.labels, found.x.accuracy], [undefined, null]);
    assert.match(found.labelsProblem ?? '', /one label for each of 90 rows/);
    assert.deepEqual(
      found.outcomes.map(({ outcome }) => outcome),
      ['same', 'different'],
    );
  });

  it('are selected as rows are', async () => {
    const { x, y } = files();
    const found = await report({ x, y, rows: '10:30' });
    assert.equal(found.rows, 20);
    assert.ok(
      found.leastSimilar.instances.every(({ row, label }) => row >= 10 && row < 30 && label === row % 4),
    );
  });

  it('that are not there are a sentence, and no failure', async () => {
    const folder = scratch();
    const write = (name: string): string => writeTensors(join(folder, name), [['layer1', noise([9, 3], 1)]]);
    const answer = await jobs.outputs({ x: write('a.safetensors'), y: write('b.safetensors') });
    assert.ok(!answer.found && !answer.unfit);
    assert.match(answer.reason, /a\.safetensors holds no outputs/);
  });
});
