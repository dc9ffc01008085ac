import assert from 'node:assert/strict';
import { witnessBars } from '../../../../server/measures/topology/witnessBars';
import { emptyComplex, fillComplex } from '../../../../server/measures/topology/witnessComplex';
import { entryOf, gaussian, random } from '../inputs';
import { bar, barsByBoundaries, type Simplex } from './bruteForce';

const poll = (): void => undefined;

/** The distances of all rows of n random points to some of them, n x count. */
function table(n: number, landmarks: readonly number[], seed: number): Float64Array {
  const x = random(n, 3, seed);
  return Float64Array.from({ length: n * landmarks.length }, (_, at) => {
    const [i, l] = [Math.floor(at / landmarks.length), landmarks[at % landmarks.length] ?? NaN];
    return Math.hypot(...[0, 1, 2].map((c) => entryOf(x, i, c) - entryOf(x, l, c)));
  });
}

/** The complex by its definition, simplex by simplex. */
function byDefinition(distances: Float64Array, count: number, largest: number): Simplex[] {
  const found = new Map<string, Simplex>();
  const relaxation = (vertices: readonly number[], row: Float64Array): number => {
    const inside = vertices.map((v) => row[v] ?? NaN);
    const outside = [...row].filter((_, l) => !vertices.includes(l));
    return Math.max(0, Math.max(...inside) - Math.min(...outside));
  };
  const see = (vertices: readonly number[]): void => {
    let value = Infinity;
    for (let at = 0; at < distances.length; at += count) {
      value = Math.min(value, relaxation(vertices, distances.subarray(at, at + count)));
    }
    const faces =
      vertices.length < 2 ? [] : vertices.map((left) => vertices.filter((v) => v !== left).join(' '));
    for (const face of faces) value = Math.max(value, found.get(face)?.value ?? Infinity);
    if (value <= largest) found.set(vertices.join(' '), { vertices, value });
  };
  for (let c = 0; c < count; c++) see([c]);
  for (let b = 0; b < count; b++) for (let c = 0; c < b; c++) see([c, b]);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) for (let c = 0; c < b; c++) see([c, b, a]);
  }
  return [...found.values()];
}

describe('the witness complex', () => {
  for (const twice of [false, true]) {
    it(`has the simplices and bars of its definition, with landmarks ${twice ? 'drawn twice' : 'that differ'}`, () => {
      let bars = 0;
      for (let seed = 0; seed < 20; seed++) {
        const next = gaussian(seed);
        const count = 4 + (seed % 7);
        const landmarks = Array.from({ length: count }, (_, l) => {
          return twice ? Math.floor(Math.abs(next()) * 1e6) % 12 : l;
        });
        const distances = table(30, landmarks, seed);
        const largest = [0.02, 0.1, 0.3, 2][seed % 4] ?? NaN;
        const complex = emptyComplex(count);
        fillComplex(complex, distances, largest, poll);
        const expected = byDefinition(distances, count, largest);
        for (const { vertices, value } of expected) {
          const [c = 0, b = 0, a = 0] = vertices;
          if (vertices.length === 2) assert.equal(complex.edges[b * count + c], value);
          if (vertices.length === 3) assert.equal(complex.triangles[(a * count + b) * count + c], value);
        }
        const finite = (values: Float64Array): number => values.filter((value) => value < Infinity).length;
        assert.equal(count + finite(complex.edges) / 2 + finite(complex.triangles), expected.length);
        const flat = witnessBars(complex, poll);
        const found = Array.from({ length: flat.length / 2 }, (_, i) =>
          bar(flat[2 * i] ?? NaN, flat[2 * i + 1] ?? NaN),
        );
        assert.deepEqual(found.sort(), barsByBoundaries(expected));
        bars += found.length;
      }
      assert.ok(bars > 8, `${bars}`);
    });
  }
});
