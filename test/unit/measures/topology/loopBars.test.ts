import assert from 'node:assert/strict';
import { loopBars } from '../../../../server/measures/topology/loopBars';
import { pathOf, spanningTree } from '../../../../server/measures/topology/spanningTree';
import { build, entryOf, gaussian, random } from '../inputs';
import type { Matrix } from '../../../../server/linalg/matrix';
import { bar, barsByBoundaries, ripsComplex } from './bruteForce';

const poll = (): void => undefined;

/** The distances between the rows, n x n. */
function distances(x: Matrix): Float64Array {
  return Float64Array.from({ length: x.rows ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / x.rows), at % x.rows];
    let sum = 0;
    for (let c = 0; c < x.cols; c++) sum += (entryOf(x, i, c) - entryOf(x, j, c)) ** 2;
    return Math.sqrt(sum);
  });
}

/** A symmetric matrix of whole numbers from 1 to `values`, 0 on the diagonal: many ties, no triangle inequality. */
function coarse(n: number, values: number, seed: number): Float64Array {
  const next = gaussian(seed);
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = 1 + (Math.floor(Math.abs(next()) * 1000) % values);
      result[i * n + j] = value;
      result[j * n + i] = value;
    }
  }
  return result;
}

/** The bars of the Vietoris-Rips complex of n points in dimension 1. */
function ripsBars(n: number, near: Float64Array): [birth: number, death: number][] {
  const { births, deaths } = loopBars(n, near, null, poll);
  return births.map((birth, i) => [birth, deaths[i] ?? NaN]);
}

const circle = (n: number, radius = 1, x = 0): Matrix =>
  build(n, 2, (i, j) => {
    const angle = (2 * Math.PI * i) / n;
    return j === 0 ? x + radius * Math.cos(angle) : radius * Math.sin(angle);
  });
const together = (p: Matrix, q: Matrix): Matrix =>
  build(p.rows + q.rows, p.cols, (i, j) => (i < p.rows ? entryOf(p, i, j) : entryOf(q, i - p.rows, j)));

describe('the loops of points', () => {
  it('on a circle are one, from the distance of neighbours to the side of a triangle', () => {
    for (const n of [6, 12, 30]) {
      const bars = ripsBars(n, distances(circle(n)));
      assert.equal(bars.length, 1);
      assert.ok(Math.abs((bars[0]?.[0] ?? NaN) - 2 * Math.sin(Math.PI / n)) < 1e-12);
      assert.ok(Math.abs((bars[0]?.[1] ?? NaN) - Math.sqrt(3)) < 1e-12);
    }
  });

  it('on two circles are two, each by its own size', () => {
    const bars = ripsBars(30, distances(together(circle(12), circle(18, 2, 10))));
    const deaths = bars.map(([, death]) => death).sort((p, q) => p - q);
    assert.equal(deaths.length, 2);
    assert.ok(Math.abs((deaths[0] ?? NaN) - Math.sqrt(3)) < 1e-12);
    assert.ok(Math.abs((deaths[1] ?? NaN) - 2 * Math.sqrt(3)) < 1e-12);
  });

  it('on a sphere are short-lived, on a torus two live long', () => {
    const golden = Math.PI * (3 - Math.sqrt(5));
    const sphere = build(100, 3, (i, j) => {
      const z = 1 - (2 * i + 1) / 100;
      const radius = Math.sqrt(1 - z * z);
      return [radius * Math.cos(golden * i), radius * Math.sin(golden * i), z][j] ?? NaN;
    });
    assert.ok(ripsBars(100, distances(sphere)).every(([birth, death]) => death - birth < 0.25));
    const torus = build(100, 4, (i, j) => {
      const angle = (Math.PI * (j < 2 ? Math.floor(i / 10) : i % 10)) / 5;
      return j % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    });
    assert.equal(ripsBars(100, distances(torus)).filter(([birth, death]) => death - birth > 1).length, 2);
  });

  it('are none where all points are equally far apart, on the corners of an octahedron, on a line', () => {
    const equal = new Float64Array(100).fill(1);
    for (let i = 0; i < 10; i++) equal[11 * i] = 0;
    assert.deepEqual(ripsBars(10, equal), []);
    const octahedron = build(6, 3, (i, j) => (i >> 1 === j ? (i % 2 === 0 ? 1 : -1) : 0));
    assert.deepEqual(ripsBars(6, distances(octahedron)), []);
    assert.deepEqual(ripsBars(30, distances(random(30, 1, 3))), []);
  });

  it('are those of the reduced boundary matrix, for points and for distances with many ties', () => {
    for (let seed = 0; seed < 40; seed++) {
      const n = 5 + (seed % 8);
      const near = seed % 2 === 0 ? distances(random(n, 2, seed)) : coarse(n, 3 + (seed % 5), seed);
      const expected = barsByBoundaries(ripsComplex(n, (i, j) => near[i * n + j] ?? NaN));
      const found = ripsBars(n, near).map(([birth, death]) => bar(birth, death));
      assert.deepEqual(found.sort(), expected);
    }
  });
});

describe('the loops that one graph has and a sparser one has not', () => {
  const totalOf = (bars: readonly string[]): number =>
    bars.reduce((sum, text) => sum + Number(text.split(' to ')[1]) - Number(text.split(' to ')[0]), 0);

  it('make, with the difference of the spanning trees, all bars of the doubled graph', () => {
    let withLoops = 0;
    for (let seed = 0; seed < 60; seed++) {
      const n = 4 + (seed % 6);
      const [v, w] =
        seed % 2 === 0
          ? [distances(random(n, 2, seed)), distances(random(n, 3, seed + 100))]
          : [coarse(n, 4, seed), coarse(n, 4, seed + 100)];
      const near = v.map((value, at) => Math.min(value, w[at] ?? NaN));
      const doubled = (i: number, j: number): number => {
        if (i < n && j < n) return 0;
        const at = (i % n) * n + (j % n);
        return (i >= n && j >= n ? near[at] : v[at]) ?? NaN;
      };
      const expected = totalOf(barsByBoundaries(ripsComplex(2 * n, doubled)));
      const trees = spanningTree(n, v, poll).length - spanningTree(n, near, poll).length;
      const { births, deaths } = loopBars(n, near, v, poll);
      const loops = births.reduce((sum, birth, i) => sum + (deaths[i] ?? NaN) - birth, 0);
      assert.ok(Math.abs(trees + loops - expected) < 1e-10, `${trees} + ${loops}, expected ${expected}`);
      if (loops > 1e-3) withLoops++;
    }
    assert.ok(withLoops > 10, `${withLoops}`);
  });

  it('are none where the graphs are the same', () => {
    const near = distances(random(50, 3, 5));
    assert.deepEqual(loopBars(50, near, near, poll).births, []);
  });

  it('are all where the sparser one joins everything late', () => {
    const near = distances(circle(20));
    const late = near.map((value) => (value === 0 ? 0 : 5));
    const { births, deaths } = loopBars(20, near, late, poll);
    assert.deepEqual([births.length, deaths.length], [1, 1]);
    assert.ok(Math.abs((deaths[0] ?? NaN) - 2 * Math.sin((7 * Math.PI) / 20)) < 1e-12);
  });
});

describe('a minimum spanning tree', () => {
  it('of points on a line is as long as the line, and its paths go along it', () => {
    const x = build(8, 1, (i) => [3, 0, 7, 1, 12, 5, 20, 2][i] ?? NaN);
    const tree = spanningTree(8, distances(x), poll);
    assert.equal(tree.length, 20);
    // From 0 over 1, 2, 3 to 5.
    assert.deepEqual(pathOf(8, tree, 1, 5).sort(), [3 * 8 + 1, 5 * 8 + 0, 7 * 8 + 0, 7 * 8 + 3].sort());
  });

  it('of equal lengths takes the edges with the smallest numbers', () => {
    const equal = new Float64Array(25).fill(1);
    assert.deepEqual([...spanningTree(5, equal, poll).parents], [-1, 0, 0, 0, 0]);
  });
});
