import type { AnyMatrix, Matrix } from '../../../server/linalg/matrix';
import { zeros } from '../../../server/linalg/matrix';
import { parseCall } from '../../../server/measures/call';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import type { Score } from '../../../server/protocol';
import type { Meaning } from '../../../server/tensors/representation';
import { testEngine } from '../linalg/engines/chosen';

/** One engine for all tests of a file: it has no state between calls. */
export const engine = testEngine();

export function prepared(values: AnyMatrix, meaning: Meaning = 'activations'): Prepared {
  return new Prepared({ values, meaning }, engine);
}

/** A matrix from its entries: row i, column j, counted from 0. */
export function build(rows: number, cols: number, entry: (i: number, j: number) => number): Matrix {
  const matrix = zeros(rows, cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) matrix.data[i * cols + j] = entry(i, j);
  return matrix;
}

export function entryOf(m: AnyMatrix, i: number, j: number): number {
  return m.data[i * m.cols + j] ?? NaN;
}

/** Scores two matrices with a measure written like "cka(kernel: rbf)". */
export function scoreOf(call: string, x: AnyMatrix, y: AnyMatrix, meaning: Meaning = 'activations'): Score {
  return score(parseCall(call), prepared(x, meaning), prepared(y, meaning));
}

/** The value of a score that must be defined. */
export function valueOf(call: string, x: AnyMatrix, y: AnyMatrix, meaning: Meaning = 'activations'): number {
  const { value, reason } = scoreOf(call, x, y, meaning);
  if (value === null) throw new Error(`${call}: ${reason ?? 'no value and no reason'}`);
  return value;
}

/** Standard normal numbers, the same for the same seed: mulberry32 and Box-Muller. */
export function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** An n x d matrix of independent standard normal numbers. */
export function random(n: number, d: number, seed: number): Matrix {
  const next = gaussian(seed);
  return build(n, d, () => next());
}

/** |actual - expected| relative to the expected size, at least 1e-300. */
export function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
}
