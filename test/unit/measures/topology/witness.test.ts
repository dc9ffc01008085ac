import assert from 'node:assert/strict';
import { witnessBars } from '../../../../server/measures/topology/witnessBars';
import { WitnessComplex } from '../../../../server/measures/topology/witnessComplex';
import { entryOf, gaussian, random } from '../inputs';
import { bar, barsByBoundaries, type Simplex } from './bruteForce';

const poll = (): void => undefined;

/** The distances of some of n random points to all of them, count x n. */
function table(n: number, landmarks: readonly number[], seed: number): Float64Array {
  const x = random(n, 3, seed);
  return Float64Array.from({ length: n * landmarks.length }, (_, at) => {
    const [i, l] = [at % n, landmarks[Math.floor(at / n)] ?? NaN];
    return Math.hypot(...[0, 1, 2].map((c) => entryOf(x, i, c) - entryOf(x, l, c)));
  });
}

/** The complex by its definition, simplex by simplex. */
function byDefinition(distances: Float64Array, count: number, largest: number): Simplex[] {
  const found = new Map<string, Simplex>();
  const n = distances.length / count;
  const relaxation = (vertices: readonly number[], row: Float64Array): number => {
    const inside = vertices.map((v) => row[v] ?? NaN);
    const outside = [...row].filter((_, l) => !vertices.includes(l));
    return Math.max(0, Math.max(...inside) - Math.min(...outside));
  };
  const see = (vertices: readonly number[]): void => {
    let value = Infinity;
    for (let w = 0; w < n; w++) {
      value = Math.min(
        value,
        relaxation(
          vertices,
          distances.filter((_, at) => at % n === w),
        ),
      );
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

/** The relaxation at which one witness sees all landmarks in edges: from there on there are no loops. */
function relaxationOfAll(distances: Float64Array, n: number): number {
  const spreads = Array.from({ length: n }, (_, w) => {
    const row = distances.filter((_value, at) => at % n === w);
    return Math.max(...row) - Math.min(...row);
  });
  return Math.min(...spreads);
}

function simplicesOf(complex: WitnessComplex): Simplex[] {
  const { count, edges } = complex;
  const found: Simplex[] = Array.from({ length: count }, (_, c) => ({ vertices: [c], value: 0 }));
  for (let b = 0; b < count; b++) {
    for (let c = 0; c < b; c++) {
      const value = edges[b * count + c] ?? NaN;
      if (value < Infinity) found.push({ vertices: [c, b], value });
      complex.cofaces(b * count + c).forEach((size, w) => {
        const vertices = [c, b, w].sort((p, q) => p - q);
        if (size < Infinity) found.push({ vertices, value: size });
      });
    }
  }
  return found;
}

const told = ({ vertices, value }: Simplex): string => `${vertices.join(' ')}: ${value}`;

describe('the witness complex', () => {
  const cases = [false, true].flatMap((twice) => [false, true].map((ahead) => ({ twice, ahead })));
  for (const { twice, ahead } of cases) {
    const drawn = twice ? 'drawn twice' : 'that differ';
    const triangles = ahead ? 'all triangles found ahead' : 'triangles found when asked for';
    it(`has the simplices and bars of its definition, with landmarks ${drawn}, ${triangles}`, () => {
      let [bars, cut] = [0, 0];
      for (let seed = 0; seed < 20; seed++) {
        const next = gaussian(seed);
        const count = 4 + (seed % 7);
        const landmarks = Array.from({ length: count }, (_, l) => {
          return twice ? Math.floor(Math.abs(next()) * 1e6) % 12 : l;
        });
        const distances = table(30, landmarks, seed);
        const share = [0.005, 0.03, 0.1, 0.9][seed % 4] ?? NaN;
        const complex = new WitnessComplex(count, 30);
        const largest = complex.fill(distances, share, ahead);
        assert.equal(largest, share * Math.max(...distances));
        const expected = byDefinition(distances, count, largest);
        const limit = Math.min(largest, relaxationOfAll(distances, 30));
        if (limit < largest) cut++;
        // Each triangle is asked for by each of its edges.
        const thrice = expected
          .filter(({ value }) => value <= limit)
          .flatMap((simplex) => (simplex.vertices.length === 3 ? [simplex, simplex, simplex] : [simplex]));
        assert.deepEqual(simplicesOf(complex).map(told).sort(), thrice.map(told).sort());
        const flat = witnessBars(complex, poll);
        const found = Array.from({ length: flat.length / 2 }, (_, i) =>
          bar(flat[2 * i] ?? NaN, flat[2 * i + 1] ?? NaN),
        );
        assert.deepEqual(found.sort(), barsByBoundaries(expected));
        bars += found.length;
      }
      assert.ok(bars > 8, `${bars}`);
      assert.ok(cut > 0 && cut < 20, `${cut}`);
    });
  }
});
