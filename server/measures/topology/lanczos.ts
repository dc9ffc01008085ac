import type { Engine } from '../../linalg/engine';
import { zeros } from '../../linalg/matrix';
import { randomFrom } from '../../linalg/random';
import type { Preparation } from '../prepared';
import { times } from './heatTrace';
import { normalisedAdjacency, type SparseSymmetric } from './neighbourGraph';
import { radialOrder } from './radialOrder';

/** How the random vectors are drawn and followed. */
export interface Quadrature {
  readonly steps: number;
  readonly vectors: number;
  readonly seed: number;
}

/** Powers of S whose traces are known and taken out of the estimate: 0 to 4. */
const known = 5;

/**
 * Estimates of the heat trace of the k-nearest-neighbour graph by stochastic Lanczos quadrature (Ubaru, Chen, Saad
 * 2017): entry v * 256 + i is what random vector v says of time i, so that their mean is the estimate. Each is
 * corrected by how far its quadrature is off for tr S^p, p up to 4, which the graph gives exactly; the authors' code
 * does so for p up to 1. Entry r of a vector goes to the r-th innermost row: the order of the rows does not matter.
 */
export function estimatedHeatTraces(k: number, quadrature: Quadrature): Preparation<Float64Array> {
  const { steps, vectors, seed } = quadrature;
  return {
    id: `estimated heat traces ${k} ${steps} ${vectors} ${seed}`,
    cost: (n) => ({
      operations: vectors * (n * steps * (30 * k + 20 * steps + 30) + 256 * 20 * steps),
      bytes: 8 * n * (steps + 3) + 8 * 256 * vectors,
    }),
    make: (of) => {
      const s = of.get(normalisedAdjacency(k));
      const order = of.get(radialOrder);
      const powers = tracesOfPowers(s, () => {
        of.engine.poll();
      });
      const random = randomFrom(seed);
      const estimates = new Float64Array(vectors * times.length);
      for (let v = 0; v < vectors; v++) {
        const start = new Float64Array(s.n);
        for (const row of order) start[row] = random.gaussian();
        const { nodes, weights } = quadratureOf(s, start, steps, of.engine);
        const errors = powers.map((trace, p) => {
          return trace - s.n * nodes.reduce((sum, node, q) => sum + (weights[q] ?? 0) * node ** p, 0);
        });
        times.forEach((t, i) => {
          let value = 0;
          nodes.forEach((node, q) => (value += s.n * (weights[q] ?? 0) * Math.exp(-t * (1 - node))));
          let taylor = Math.exp(-t);
          errors.forEach((error, p) => {
            value += taylor * error;
            taylor *= t / (p + 1);
          });
          estimates[v * times.length + i] = value;
        });
      }
      return estimates;
    },
  };
}

/** tr S^p for p from 0 to 4: n, 0, and sums over the rows of S and S^2. */
function tracesOfPowers({ n, starts, columns, values }: SparseSymmetric, poll: () => void): number[] {
  const traces = new Array<number>(known).fill(0);
  traces[0] = n;
  const square = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (i % 256 === 0) poll();
    const touched: number[] = [];
    for (let e = starts[i] ?? 0; e < (starts[i + 1] ?? 0); e++) {
      const j = columns[e] ?? 0;
      for (let f = starts[j] ?? 0; f < (starts[j + 1] ?? 0); f++) {
        const l = columns[f] ?? 0;
        square[l] = (square[l] ?? 0) + (values[e] ?? 0) * (values[f] ?? 0);
        touched.push(l);
      }
    }
    traces[2] = (traces[2] ?? 0) + (square[i] ?? 0);
    for (let e = starts[i] ?? 0; e < (starts[i + 1] ?? 0); e++) {
      traces[3] = (traces[3] ?? 0) + (values[e] ?? 0) * (square[columns[e] ?? 0] ?? 0);
    }
    for (const l of touched) {
      traces[4] = (traces[4] ?? 0) + (square[l] ?? 0) ** 2;
      square[l] = 0;
    }
  }
  return traces;
}

/**
 * Gauss quadrature of the spectrum of S as seen by a vector: eigenvalues of the Lanczos matrix and the squared first
 * entries of its eigenvectors, after at most `steps` steps with full orthogonalisation. The vector is normalised.
 */
function quadratureOf(
  s: SparseSymmetric,
  start: Float64Array,
  steps: number,
  engine: Engine,
): { nodes: Float64Array; weights: Float64Array } {
  const basis: Float64Array[] = [];
  const matrix = zeros(steps, steps);
  let next = start;
  let length = norm(next);
  while (basis.length < steps) {
    engine.poll();
    const m = basis.length;
    const q = next.map((value) => value / length);
    basis.push(q);
    next = applied(s, q);
    matrix.data[m * steps + m] = inner(q, next);
    // Twice is enough (Kahan and Parlett).
    for (let pass = 0; pass < 2; pass++) for (const b of basis) subtract(next, b, inner(b, next));
    length = norm(next);
    // The vectors so far span a space that S maps into itself: the quadrature is exact.
    if (length < 1e-12) break;
    if (m + 1 < steps) matrix.data[m * steps + m + 1] = matrix.data[(m + 1) * steps + m] = length;
  }
  const m = basis.length;
  const lanczos = zeros(m, m);
  for (let i = 0; i < m; i++) lanczos.data.set(matrix.data.subarray(i * steps, i * steps + m), i * m);
  const { values, vectors } = engine.eigenSymmetric(lanczos);
  return { nodes: values, weights: values.map((_, i) => (vectors.data[i * m] ?? 0) ** 2) };
}

function applied({ n, starts, columns, values }: SparseSymmetric, x: Float64Array): Float64Array {
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const end = starts[i + 1] ?? 0;
    for (let e = starts[i] ?? 0; e < end; e++) sum += (values[e] ?? 0) * (x[columns[e] ?? 0] ?? 0);
    result[i] = sum;
  }
  return result;
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] ?? 0) * (y[i] ?? 0);
  return sum;
}

function norm(x: Float64Array): number {
  return Math.sqrt(inner(x, x));
}

function subtract(x: Float64Array, y: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] = (x[i] ?? 0) - factor * (y[i] ?? 0);
}
