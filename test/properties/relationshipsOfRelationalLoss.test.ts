import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { randomFrom, sample } from '../../server/linalg/random';
import { build, engine, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const huber = (difference: number): number => {
  const size = Math.abs(difference);
  return size <= 1 ? (size * size) / 2 : size - 0.5;
};

const difference = (x: Matrix, i: number, j: number): number[] =>
  Array.from({ length: x.cols }, (_, c) => entryOf(x, i, c) - entryOf(x, j, c));
const length = (v: readonly number[]): number => Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));

/** The mean loss of the angles at one instance, from unit vectors, or over all instances. */
function angleLoss(x: Matrix, y: Matrix, at?: number): number {
  const n = x.rows;
  const units = (m: Matrix, j: number): number[][] =>
    Array.from({ length: n }, (_, i) => {
      const v = difference(m, i, j);
      const size = length(v);
      return v.map((value) => (size > 0 ? value / size : 0));
    });
  const cosine = (p: readonly number[], q: readonly number[]): number =>
    p.reduce((sum, value, c) => sum + value * (q[c] ?? NaN), 0);
  let sum = 0;
  const anchors = at === undefined ? Array.from({ length: n }, (_, j) => j) : [at];
  for (const j of anchors) {
    const [u, v] = [units(x, j), units(y, j)];
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < n; k++) {
        sum += huber(cosine(u[i] ?? [], u[k] ?? []) - cosine(v[i] ?? [], v[k] ?? []));
      }
    }
  }
  return sum / (anchors.length * n * n);
}

describe('relational knowledge loss', () => {
  const [x, y] = [random(30, 4, 1), random(30, 7, 2)];

  it('of angles is that of unit vectors, triple by triple', () => {
    close(valueOf('rkd(reduction: mean)', x, y), angleLoss(x, y));
    close(valueOf('rkd', x, y), 27000 * angleLoss(x, y));
  });

  it('of angles counts the cosines at equal instances as 0, also where only one input has them', () => {
    const twice = build(30, 4, (i, j) => entryOf(x, i === 9 ? 3 : i, j));
    close(valueOf('rkd(reduction: mean)', twice, y), angleLoss(twice, y));
    close(valueOf('rkd(reduction: mean)', y, twice), angleLoss(y, twice));
    assert.equal(valueOf('rkd', twice, { ...twice, data: twice.data.slice() }), 0);
  });

  it('of angles is the same for rows in more than one block and strip', () => {
    // 600 rows: blocks of rows and strips of columns do not divide them.
    const signal = random(600, 3, 5);
    const [p, q] = [signal, engine.multiply(signal, random(3, 5, 6))];
    const { value, standardError, notes, seed } = scoreOf('rkd(reduction: mean, anchors: 3, seed: 4)', p, q);
    assert.ok(value !== null && standardError !== undefined);
    assert.match(notes.join(' '), /from the angles at 3 of 600 instances \(seed 4\)/);
    assert.equal(seed, 4);
    const drawn = [...sample(3, 600, randomFrom(4))].map((j) => angleLoss(p, q, j));
    close(value, drawn.reduce((sum, loss) => sum + loss, 0) / 3);
  });

  it('of angles at some instances scatters about the exact value by its standard error', () => {
    const [p, q] = [random(120, 4, 7), random(120, 5, 8)];
    const exact = valueOf('rkd', p, q);
    const estimates = Array.from({ length: 40 }, (_, k) => scoreOf(`rkd(anchors: 20, seed: ${k + 1})`, p, q));
    const ratios = estimates.map(
      ({ value, standardError }) => ((value ?? NaN) - exact) / (standardError ?? NaN),
    );
    const spread = Math.sqrt(ratios.reduce((sum, z) => sum + z * z, 0) / ratios.length);
    assert.ok(spread > 0.6 && spread < 1.5, `${spread}`);
  });

  it('of angles is exact, without a standard error, where all instances are anchors', () => {
    const { value, standardError, notes } = scoreOf('rkd(anchors: 30, seed: 9)', x, y);
    assert.equal(value, valueOf('rkd', x, y));
    assert.deepEqual([standardError, notes], [undefined, []]);
  });

  it('of distances is that of distances in units of the mean of the positive ones', () => {
    const twice = build(30, 4, (i, j) => entryOf(x, i === 9 ? 3 : i, j));
    const distances = (m: Matrix): number[] => {
      const all = Array.from({ length: 900 }, (_, at) => length(difference(m, Math.floor(at / 30), at % 30)));
      const positive = all.filter((value) => value > 0);
      const mean = positive.reduce((sum, value) => sum + value, 0) / positive.length;
      return all.map((value) => value / mean);
    };
    const [p, q] = [distances(twice), distances(y)];
    const sum = p.reduce((total, value, at) => total + huber(value - (q[at] ?? NaN)), 0);
    close(valueOf('rkd(relation: distance)', twice, y), sum);
    close(valueOf('rkd(relation: distance, reduction: mean)', twice, y), sum / 900);
  });

  it('tells the sum and the mean whichever is the value', () => {
    const details = scoreOf('rkd(relation: distance)', x, y).details ?? [];
    assert.deepEqual(
      details.map(({ name }) => name),
      ['sum', 'mean'],
    );
    close((details[0]?.value ?? NaN) / 900, details[1]?.value ?? NaN, 1e-12);
  });
});
