import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { parseCall } from '../../server/measures/call';
import { score } from '../../server/measures/score';
import { build, entryOf, prepared, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { a, b } from '../goldens/closedForms';
import { rowsInOrder, shuffled } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** The cosine of each row with each. */
function cosines(x: Matrix): Matrix {
  const dot = (p: number, q: number): number =>
    sum(indices(x.cols).map((at) => entryOf(x, p, at) * entryOf(x, q, at)));
  return build(x.rows, x.rows, (i, j) => dot(i, j) / Math.sqrt(dot(i, i) * dot(j, j)));
}

/** The k nearest of each row by sorting all others. */
function lists(similarity: Matrix, k: number): number[][] {
  return indices(similarity.rows).map((i) =>
    indices(similarity.rows)
      .filter((j) => j !== i)
      .sort((p, q) => entryOf(similarity, i, q) - entryOf(similarity, i, p) || p - q)
      .slice(0, k),
  );
}

/** Rank similarity, Jaccard similarity and second-order cosine of each row, word by word. */
function byDefinition(x: Matrix, y: Matrix, k: number) {
  const [ofX, ofY] = [cosines(x), cosines(y)];
  const [left, right] = [lists(ofX, k), lists(ofY, k)];
  return left.map((nearX, i) => {
    const nearY = right[i] ?? [];
    const common = nearX.filter((j) => nearY.includes(j));
    const union = [...new Set([...nearX, ...nearY])];
    const terms = common.map((j) => {
      const [r, s] = [nearX.indexOf(j) + 1, nearY.indexOf(j) + 1];
      return 2 / ((1 + Math.abs(r - s)) * (r + s));
    });
    const harmonic = sum(common.map((_, at) => 1 / (at + 1)));
    const p = union.map((j) => entryOf(ofX, i, j));
    const q = union.map((j) => entryOf(ofY, i, j));
    const dot = (v: number[], w: number[]): number => sum(v.map((value, at) => value * (w[at] ?? NaN)));
    return {
      jaccard: common.length / union.length,
      rank: common.length === 0 ? 0 : sum(terms) / harmonic,
      secondOrder: dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q)),
    };
  });
}

describe('The measures of neighbours', () => {
  const pairs: readonly (readonly [name: string, x: Matrix, y: Matrix, k: number])[] = [
    ['related inputs', a, b, 5],
    ['all neighbours there are', a, b, 23],
    ['a single neighbour', a, b, 1],
    // So many rows that cosines are computed one by one.
    ['many rows', random(140, 6, 3), random(140, 4, 4), 3],
  ];
  for (const [name, x, y, k] of pairs) {
    it(`are what their definitions say for ${name}`, () => {
      const rows = byDefinition(x, y, k);
      close(valueOf(`jaccard(k: ${k})`, x, y), mean(rows.map(({ jaccard }) => jaccard)));
      close(valueOf(`rank(k: ${k})`, x, y), mean(rows.map(({ rank }) => rank)));
      close(valueOf(`joint(k: ${k})`, x, y), mean(rows.map(({ rank, jaccard }) => rank * jaccard)));
      close(valueOf(`second_order_cos(k: ${k})`, x, y), mean(rows.map(({ secondOrder }) => secondOrder)));
    });
  }

  it('have the joint one no larger than either of its parts', () => {
    const { value, details = [] } = scoreOf('joint(k: 5)', a, b);
    assert.deepEqual(
      details.map(({ name }) => name),
      ['k-NN Jaccard', 'rank similarity'],
    );
    const parts = [valueOf('jaccard(k: 5)', a, b), valueOf('rank(k: 5)', a, b)];
    details.forEach((part, at) => close(part.value, parts[at] ?? NaN));
    assert.ok((value ?? NaN) < Math.min(...parts));
  });

  it('compare all others where k takes them all: Jaccard is 1 and the joint one is the rank one', () => {
    assert.equal(valueOf('jaccard(k: 23)', a, b), 1);
    assert.equal(valueOf('joint(k: 23)', a, b), valueOf('rank(k: 23)', a, b));
  });

  for (const measure of ['jaccard', 'rank', 'joint']) {
    it(`have as chance level of ${measure} the mean over orders of the rows`, () => {
      const x = random(40, 5, 8);
      for (const k of [1, 4, 25]) {
        const values = indices(60).map((seed) => {
          return valueOf(`${measure}(k: ${k})`, x, rowsInOrder(x, shuffled(40, seed + 1)));
        });
        const { chance = NaN } = scoreOf(`${measure}(k: ${k})`, x, x);
        const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
        // Four standard errors of the mean of 60.
        assert.ok(Math.abs(mean(values) - chance) < (4 * deviation) / Math.sqrt(60), `${chance}`);
        assert.ok(deviation > 0);
      }
    });
  }

  it('take the first duplicates as neighbours, whichever block of rows they are in', () => {
    // Row 0 and rows 300 on are the same: its nearest are 300, 301 and so on, and theirs begin with row 0.
    const x = build(310, 3, (i, j) => (i === 0 || i >= 300 ? j + 1 : Math.sin(i * (j + 1)) - 2));
    const { perInstance } = perInstanceOf('rank(k: 4)', x, x);
    assert.ok(perInstance.every((value) => Math.abs(value - 1) < 1e-12));
    const apart = build(310, 3, (i, j) => entryOf(x, i, j) + (i === 300 ? 1e-3 * j : 0));
    const changed = perInstanceOf('jaccard(k: 4)', x, apart).perInstance;
    // Of row 0 the neighbours were 300 to 303 and are 301 to 304; of row 309 they were 0 and 300 to 302.
    assert.equal(changed[0], 3 / 5);
    assert.equal(changed[309], 3 / 5);
  });
});

function perInstanceOf(call: string, x: Matrix, y: Matrix): { readonly perInstance: readonly number[] } {
  const { perInstance = [] } = score(parseCall(call), prepared(x), prepared(y), { perInstance: true });
  return { perInstance };
}
