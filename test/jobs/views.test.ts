import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading, Score } from '../../server/protocol';
import { selectedRows, parseRows } from '../../server/tensors/rowSelection';
import { npy } from '../samples/writeNpy';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';

interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Noise as the file holds it. */
function floats(shape: readonly number[], seed: number): Values {
  return { shape, values: Float32Array.from(noise(shape, seed).values, Number) };
}

/** A matrix of chosen entries of a tensor [n, a, b]. */
function matrixOf(
  n: readonly number[],
  columns: number,
  entry: (row: number, column: number) => number,
): Values {
  return {
    shape: [n.length, columns],
    values: Float32Array.from(
      n.flatMap((row) => Array.from({ length: columns }, (_, column) => entry(row, column))),
    ),
  };
}

const counted = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('How tensors become matrices', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  const [rows, a, b] = [30, 3, 5];
  const x = floats([rows, a, b], 1);
  const y = floats([rows, 4], 2);
  const at = (i: number, j: number, k: number): number => x.values[(i * a + j) * b + k] ?? NaN;
  const mean = (i: number, k: number): number => counted(a).reduce((sum, j) => sum + at(i, j, k), 0) / a;

  /** The score of the tensor by a reading must be that of the matrix without one. */
  async function agrees(reading: Reading, matrix: Values, other: Values = y): Promise<Score> {
    const jobs = await realJobs();
    const folder = scratch();
    const write = (name: string, tensor: Values) => writeTensors(join(folder, name), [['t', tensor]]);
    const [given, made] = [write('x.safetensors', x), write('matrix.safetensors', matrix)];
    const [whole, part] = [write('y.safetensors', y), write('other.safetensors', other)];
    const pair = {
      tensorX: 't',
      tensorY: 't',
      measures: ['cka', 'procrustes'],
      kind: 'activations',
    } as const;
    const found = await jobs.pair({ ...pair, x: given, y: whole, ...reading });
    const expected = await jobs.pair({ ...pair, x: made, y: part });
    for (const [i, { value }] of expected.entries()) {
      const difference = Math.abs((found[i]?.value ?? NaN) - (value ?? NaN));
      assert.ok(difference < 1e-6 * Math.abs(value ?? NaN), JSON.stringify([reading, found[i], value]));
    }
    const [score] = found;
    assert.ok(score);
    return score;
  }

  it('is what the rule says: means over tokens, one token, positions as rows', async () => {
    await agrees({ rule: 'mean' }, matrixOf(counted(rows), b, mean));
    await agrees(
      { rule: 'last' },
      matrixOf(counted(rows), b, (i, k) => at(i, a - 1, k)),
    );
    const positions = counted(rows * a);
    const repeated = matrixOf(positions, 4, (row, k) => y.values[Math.floor(row / a) * 4 + k] ?? NaN);
    const jobs = await realJobs();
    // The other layer has one row an instance, so its rows are not those of this one.
    await assert.rejects(
      agrees(
        { rule: 'rows' },
        matrixOf(positions, b, (row, k) => x.values[row * b + k] ?? NaN),
        repeated,
      ),
    );
    const folder = scratch();
    const both = writeTensors(join(folder, 'both.safetensors'), [['t', x]]);
    const [self] = await jobs.pair({
      x: both,
      y: both,
      tensorX: 't',
      tensorY: 't',
      measures: ['cka'],
      rule: 'rows',
    });
    assert.deepEqual([self?.n, Math.abs((self?.value ?? 0) - 1) < 1e-12], [rows * a, true]);
  });

  it('takes only the rows that were selected, the same of both, and says so with the score', async () => {
    const drawn = selectedRows(parseRows('sample 12 seed 3'), rows) ?? [];
    const flat = (chosen: readonly number[]): Values =>
      matrixOf(chosen, a * b, (i, column) => x.values[i * a * b + column] ?? NaN);
    const part = (chosen: readonly number[]): Values =>
      matrixOf(chosen, 4, (i, k) => y.values[i * 4 + k] ?? NaN);
    const sampled = await agrees({ rows: 'sample 12 seed 3' }, flat(drawn), part(drawn));
    assert.deepEqual(
      sampled.notes.filter((note) => note.includes('drawn')),
      ['Over 12 instances drawn by seed 3: an estimate of the value over all of them.'],
    );
    assert.equal(sampled.n, 12);
    const ranged = await agrees(
      { rows: '5:25:2' },
      flat(counted(10).map((i) => 5 + 2 * i)),
      part(counted(10).map((i) => 5 + 2 * i)),
    );
    assert.ok(ranged.notes.includes('Over the rows 5:25:2 only.'));
  });

  it('is part of what a comparison is about, and of the cache key of its scores', async () => {
    const jobs = await realJobs({ storage: scratch() });
    const folder = scratch();
    const file = (name: string, seed: number): string =>
      writeTensors(join(folder, name), [
        ['tokens', noise([20, 4, 6], seed)],
        ['map', noise([20, 3, 2, 2], seed + 1)],
        ['other', noise([7, 3], seed + 2)],
      ]);
    const request = {
      x: file('x.safetensors', 1),
      y: file('y.safetensors', 5),
      measure: { id: 'rsm.cka', parameters: {} },
    };
    const usual = await jobs.compare(request, {});
    const means = await jobs.compare({ ...request, rule: 'mean' }, {});
    assert.deepEqual(
      means.x.layers.map(({ shape, matrix }) => [shape, matrix]),
      [
        [
          [20, 4, 6],
          [20, 6],
        ],
        [
          [20, 3, 2, 2],
          [20, 3],
        ],
      ],
    );
    assert.ok(usual.x.layers.every(({ matrix }) => matrix === undefined));
    assert.match(
      means.notes.join(' '),
      /Dimensions by the rule mean: mean over the positions, one column a feature\./,
    );
    const values = ({ cells }: typeof usual): (number | null)[] => cells.map(({ score }) => score.value);
    assert.notDeepEqual(values(means), values(usual));
    const again = await jobs.compare({ ...request, rule: 'mean' }, {});
    assert.deepEqual([values(again), again.cells.every(({ cached }) => cached)], [values(means), true]);
    const turned = await jobs.compare({ ...request, rule: 'flatten(instances: 1)', rows: ':3' }, {});
    assert.deepEqual(
      turned.x.layers.map(({ matrix }) => matrix),
      [
        [3, 120],
        [3, 80],
        [3, 7],
      ],
    );
  });

  it('draws a sample only among as many instances', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const file = (name: string, seed: number): string =>
      writeTensors(join(folder, name), [
        ['a', noise([20, 6], seed)],
        ['b', noise([20, 5], seed + 1)],
        ['odd', noise([30, 5], seed + 2)],
      ]);
    const request = {
      x: file('x.safetensors', 1),
      y: file('y.safetensors', 5),
      measure: { id: 'rsm.cka', parameters: {} },
    };
    const plan = await jobs.plan({ ...request, rows: 'sample 10' });
    assert.deepEqual(
      plan.x.layers.map(({ tensor }) => tensor),
      ['a', 'b'],
    );
    assert.match(plan.notes.join(' '), /Left out: 1 tensor of .*cannot be read \("odd"\)/);
  });

  it('has the labels of the selected rows, repeated where positions are rows', async () => {
    const jobs = await realJobs();
    const folder = scratch();
    const labels = join(folder, 'classes.npy');
    writeFileSync(labels, npy({ shape: [rows], values: Uint8Array.from(counted(rows), (i) => i % 3) }));
    const file = writeTensors(join(folder, 'x.safetensors'), [['t', x]]);
    const pair = {
      x: file,
      y: file,
      tensorX: 't',
      tensorY: 't',
      measures: ['stat.tolerance'],
      labels,
      kind: 'activations',
    } as const;
    const [spread] = await jobs.pair({ ...pair, rule: 'rows' });
    assert.deepEqual([spread?.status, spread?.n], ['ok', rows * a]);
    const [some] = await jobs.pair({ ...pair, rows: '::3' });
    // Every third instance is of one class.
    assert.notEqual(some?.status, undefined);
    assert.equal(some?.n, 10);
  });

  it('is refused for weights, and where the rule or the rows mean nothing', async () => {
    const jobs = await realJobs();
    const file = writeTensors(join(scratch(), 'x.safetensors'), [['t', x]]);
    const request = { x: file, y: file, measure: { id: 'rsm.cka', parameters: {} } };
    await assert.rejects(
      jobs.plan({ ...request, kind: 'weights', rule: 'mean' }),
      /Weights are compared as they are/,
    );
    await assert.rejects(jobs.plan({ ...request, rule: 'median' }), /"median" is no rule for dimensions/);
    await assert.rejects(jobs.plan({ ...request, rows: '3' }), /"3" selects no rows/);
    await assert.rejects(
      jobs.plan({ ...request, kind: 'activations', rows: '40:' }),
      /The rows 40: hold none of the 30 instances: they count from 0 to 29\./,
    );
    const all = await jobs.pair({
      ...request,
      ...{ tensorX: 't', tensorY: 't' },
      measures: ['cka'],
      rows: 'sample 30',
    });
    assert.deepEqual(
      all[0]?.notes.filter((note) => note.includes('drawn')),
      [],
    );
  });
});
