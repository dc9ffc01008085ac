import type { Preparation } from '../prepared';
import { normalisedAdjacency, type SparseSymmetric } from './neighbourGraph';

/** The times at which heat traces are compared: 256 from 0.1 to 10, evenly spaced in their logarithm. */
export const times: Float64Array = Float64Array.from({ length: 256 }, (_, i) => 10 ** (-1 + (2 * i) / 255));

/** Chebyshev polynomials of degrees 0 to this: what is left out is below 1e-16 of n for all times up to 10. */
const degree = 32;
/** Columns of the identity that go through the graph together. */
const width = 8;

/**
 * The heat trace tr exp(-t (I - S)) of the k-nearest-neighbour graph at the 256 times, to rounding: the sum over p of
 * c_p(t) tr T_p(S), where T_p are the Chebyshev polynomials and c_p = (2 - [p = 0]) e^-t I_p(t) with the modified
 * Bessel functions I_p. The traces come from half the degrees, since T_p T_q = (T_(p+q) + T_|p-q|) / 2.
 * Takes about 300 n^2 operations and no n x n memory.
 */
export function heatTrace(k: number): Preparation<Float64Array> {
  return {
    id: `heat trace ${k}`,
    // Sparse products run at about a fifteenth of the speed of dense ones.
    cost: (n) => ({ operations: 15 * degree * n * n * (1.6 * k + 3), bytes: 24 * width * n }),
    make: (of) => {
      const traces = chebyshevTraces(of.get(normalisedAdjacency(k)), () => {
        of.engine.poll();
      });
      return times.map((t) => {
        const coefficients = scaledBessel(t);
        return traces.reduce((sum, trace, p) => sum + (p === 0 ? 1 : 2) * (coefficients[p] ?? 0) * trace, 0);
      });
    },
  };
}

/** tr T_p(S) for p from 0 to `degree`. */
export function chebyshevTraces(s: SparseSymmetric, poll: () => void): Float64Array {
  const { n } = s;
  const traces = new Float64Array(degree + 1);
  let [before, now, next] = [0, 1, 2].map(() => new Float64Array(n * width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let first = 0; first < n; first += width) {
    before.fill(0);
    for (let c = 0; c < width && first + c < n; c++) before[(first + c) * width + c] = 1;
    step(s, before, before, now, 1, 0);
    const last = Math.min(n, first + width) - first;
    add(traces, 0, last);
    add(traces, 1, dot(before, now));
    for (let p = 1; p <= degree / 2; p++) {
      poll();
      // `now` holds T_p(S) and `before` T_(p-1)(S) of the columns; sums of entry products are traces of products.
      add(traces, 2 * p, 2 * dot(now, now) - last);
      if (p > 1) add(traces, 2 * p - 1, 2 * dot(now, before));
      if (p === degree / 2) break;
      step(s, now, before, next, 2, 1);
      [before, now, next] = [now, next, before];
    }
  }
  for (let p = 3; p <= degree; p += 2) traces[p] = (traces[p] ?? 0) - (traces[1] ?? 0);
  return traces;
}

function add(traces: Float64Array, p: number, value: number): void {
  traces[p] = (traces[p] ?? 0) + value;
}

/** result = factor S x - share y for n x 8 blocks. */
function step(
  { n, starts, columns, values }: SparseSymmetric,
  x: Float64Array,
  y: Float64Array,
  result: Float64Array,
  factor: number,
  share: number,
): void {
  for (let i = 0; i < n; i++) {
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
    const end = starts[i + 1] ?? 0;
    for (let entry = starts[i] ?? 0; entry < end; entry++) {
      const value = values[entry] ?? 0;
      const at = (columns[entry] ?? 0) * width;
      a += value * (x[at] ?? 0);
      b += value * (x[at + 1] ?? 0);
      c += value * (x[at + 2] ?? 0);
      d += value * (x[at + 3] ?? 0);
      e += value * (x[at + 4] ?? 0);
      f += value * (x[at + 5] ?? 0);
      g += value * (x[at + 6] ?? 0);
      h += value * (x[at + 7] ?? 0);
    }
    const to = i * width;
    result[to] = factor * a - share * (y[to] ?? 0);
    result[to + 1] = factor * b - share * (y[to + 1] ?? 0);
    result[to + 2] = factor * c - share * (y[to + 2] ?? 0);
    result[to + 3] = factor * d - share * (y[to + 3] ?? 0);
    result[to + 4] = factor * e - share * (y[to + 4] ?? 0);
    result[to + 5] = factor * f - share * (y[to + 5] ?? 0);
    result[to + 6] = factor * g - share * (y[to + 6] ?? 0);
    result[to + 7] = factor * h - share * (y[to + 7] ?? 0);
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i += 4) {
    a += (x[i] ?? 0) * (y[i] ?? 0);
    b += (x[i + 1] ?? 0) * (y[i + 1] ?? 0);
    c += (x[i + 2] ?? 0) * (y[i + 2] ?? 0);
    d += (x[i + 3] ?? 0) * (y[i + 3] ?? 0);
  }
  return a + b + (c + d);
}

/** e^-t I_p(t) for p from 0 to `degree`, by the recurrence downwards (Miller), t in (0, 10]. */
export function scaledBessel(t: number): Float64Array {
  const start = 2 * degree;
  const values = new Float64Array(start + 2);
  values[start] = Number.MIN_VALUE * 2 ** 100;
  for (let p = start; p > 0; p--) {
    values[p - 1] = (values[p + 1] ?? 0) + ((2 * p) / t) * (values[p] ?? 0);
    if ((values[p - 1] ?? 0) > 1e200)
      for (let q = p - 1; q <= start; q++) values[q] = (values[q] ?? 0) * 1e-200;
  }
  // e^t = I_0 + 2 (I_1 + I_2 + ...).
  const sum = values.reduce((all, value, p) => all + (p === 0 ? 1 : 2) * value, 0);
  return values.subarray(0, degree + 1).map((value) => value / sum);
}
