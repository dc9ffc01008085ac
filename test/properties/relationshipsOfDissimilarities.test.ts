import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { dissimilarities, type Inner } from '../../server/measures/preparations/dissimilarities';
import { engine, entryOf, prepared, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { a, b } from '../goldens/closedForms';
import { transformations } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

/** The squared Mahalanobis distance of two rows: with the inverse of the covariance, by elimination. */
function mahalanobis(x: Matrix, p: number, q: number): number {
  const d = x.cols;
  const means = Array.from({ length: d }, (_, j) => {
    return Array.from({ length: x.rows }, (__, i) => entryOf(x, i, j)).reduce((s, v) => s + v, 0) / x.rows;
  });
  const covariance = (j: number, k: number): number => {
    let sum = 0;
    for (let i = 0; i < x.rows; i++)
      sum += (entryOf(x, i, j) - (means[j] ?? NaN)) * (entryOf(x, i, k) - (means[k] ?? NaN));
    return sum / (x.rows - 1);
  };
  const difference = Array.from({ length: d }, (_, j) => entryOf(x, p, j) - entryOf(x, q, j));
  const system = difference.map((v, j) => [...difference.map((_, k) => covariance(j, k)), v]);
  for (let k = 0; k < d; k++) {
    const pivot = system[k] ?? [];
    for (let j = k + 1; j < d; j++) {
      const row = system[j] ?? [];
      const factor = (row[k] ?? NaN) / (pivot[k] ?? NaN);
      for (let c = k; c <= d; c++) row[c] = (row[c] ?? NaN) - factor * (pivot[c] ?? NaN);
    }
  }
  const solution = Array.from({ length: d }, () => 0);
  for (let k = d - 1; k >= 0; k--) {
    const row = system[k] ?? [];
    const known = solution.reduce((sum, v, c) => (c > k ? sum + v * (row[c] ?? NaN) : sum), 0);
    solution[k] = ((row[d] ?? NaN) - known) / (row[k] ?? NaN);
  }
  return difference.reduce((sum, v, j) => sum + v * (solution[j] ?? NaN), 0);
}

describe('the dissimilarities of RSA', () => {
  it('by Mahalanobis are distances in the inverse of the covariance', () => {
    const { values } = prepared(b).get(dissimilarities('mahalanobis'));
    for (const [p, q] of [
      [1, 0],
      [7, 3],
      [23, 11],
    ] as const) {
      close((values[(p * (p - 1)) / 2 + q] ?? NaN) ** 2, mahalanobis(b, p, q));
    }
  });

  it('by Mahalanobis are Euclidean ones of whitened features', () => {
    const white = transformations.orthogonal(random(40, 4, 1), 2);
    const mixed = transformations.affine(white, 5);
    close(valueOf('rsa(inner: mahalanobis)', white, mixed), 1);
    assert.ok(valueOf('rsa(inner: euclidean)', white, mixed) < 0.999);
  });

  it('by Mahalanobis are all equal, and so nothing to compare, with as many columns as rows', () => {
    const found = scoreOf('rsa(inner: mahalanobis)', random(10, 9, 1), random(10, 3, 2));
    assert.deepEqual([found.value, found.status], [null, 'degenerate']);
    assert.match(found.reason ?? '', /features are whitened, all instances of the first input/);
  });

  it('fill the lower triangle in order, whatever the blocks of rows', () => {
    const x = random(150, 3, 4);
    const byHand: Readonly<Record<Exclude<Inner, 'mahalanobis'>, (i: number, j: number) => number>> = {
      euclidean: (i, j) => Math.sqrt(squared(i, j)),
      sqeuclidean: (i, j) => squared(i, j),
      cosine: (i, j) => 1 - angle(i, j, 0),
      pearson: (i, j) => 1 - angle(i, j, 1),
    };
    const squared = (i: number, j: number): number =>
      [0, 1, 2].reduce((sum, c) => sum + (entryOf(x, i, c) - entryOf(x, j, c)) ** 2, 0);
    const angle = (i: number, j: number, centre: number): number => {
      const row = (r: number): number[] => {
        const values = [0, 1, 2].map((c) => entryOf(x, r, c));
        const mean = (centre * values.reduce((s, v) => s + v, 0)) / 3;
        return values.map((v) => v - mean);
      };
      const dot = (u: number[], v: number[]): number =>
        u.reduce((s, value, c) => s + value * (v[c] ?? NaN), 0);
      return dot(row(i), row(j)) / Math.sqrt(dot(row(i), row(i)) * dot(row(j), row(j)));
    };
    for (const inner of ['euclidean', 'sqeuclidean', 'cosine', 'pearson'] as const) {
      const { values } = prepared(x).get(dissimilarities(inner));
      for (let i = 0, at = 0; i < 150; i++) {
        for (let j = 0; j < i; j++, at++) {
          const expected = byHand[inner](i, j);
          assert.ok(Math.abs((values[at] ?? NaN) - expected) < 1e-12 * Math.max(1, expected));
        }
      }
    }
  });
});

describe('RSA', () => {
  it('tells the Euclidean distance of the lists in the units of the data', () => {
    const of = (x: Matrix, y: Matrix): number =>
      scoreOf('rsa(inner: euclidean)', x, y).details?.[0]?.value ?? NaN;
    const scaled = (x: Matrix, by: number): Matrix => ({ ...x, data: x.data.map((value) => value * by) });
    assert.equal(of(a, { ...a, data: a.data.slice() }), 0);
    close(of(scaled(a, 1e150), scaled(b, 1e150)), 1e150 * of(a, b));
    const lists = [a, b].map((x) => {
      const gram = engine.gram(x, 'rows');
      return Array.from({ length: 276 }, (_, k) => {
        const i = Math.floor((1 + Math.sqrt(1 + 8 * k)) / 2);
        const j = k - (i * (i - 1)) / 2;
        return Math.sqrt(entryOf(gram, i, i) + entryOf(gram, j, j) - 2 * entryOf(gram, i, j));
      });
    });
    const squares = lists[0]?.reduce((sum, v, k) => sum + (v - (lists[1]?.[k] ?? NaN)) ** 2, 0) ?? NaN;
    close(of(a, b), Math.sqrt(squares));
  });
});
