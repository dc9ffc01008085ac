import { expSum } from '../linalg/expSum';
import type { NumericArray, Running } from './runtime';

type Inputs = ReadonlyMap<string, NumericArray>;
type Pullback = NonNullable<Running['pullback']>;

/** How instances are changed so that a model errs. */
export interface Attack {
  /** Most that any entry of an input is changed, in the units of the input. */
  readonly epsilon: number;
  /** Steps along the sign of the gradient of the loss; 1 is the fast gradient sign method. */
  readonly steps: number;
  /** Length of a step; with one step it is epsilon. */
  readonly stepSize: number;
  /** What entries are kept within. */
  readonly low: number;
  readonly high: number;
}

/** The gradients of each entry of an output by the input: [n, C, ...]. */
export async function gradientsOf(
  pullback: Pullback,
  inputs: Inputs,
  output: { readonly name: string; readonly array: NumericArray },
): Promise<NumericArray> {
  const [n = 0, classes = 1] = output.array.shape;
  let all: Float64Array | undefined;
  let each: readonly number[] = [];
  for (let c = 0; c < classes; c++) {
    const weights = new Float64Array(n * classes);
    for (let i = 0; i < n; i++) weights[i * classes + c] = 1;
    const { shape, values } = await pullback(inputs, output.name, { shape: [n, classes], values: weights });
    each = shape.slice(1);
    const size = values.length / n;
    all ??= new Float64Array(n * classes * size);
    for (let i = 0; i < n; i++) all.set(values.subarray(i * size, (i + 1) * size), (i * classes + c) * size);
  }
  return { shape: [n, classes, ...each], values: all ?? new Float64Array() };
}

/**
 * Instances near the given ones with a larger cross-entropy of the true classes: projected gradient ascent from the
 * instances themselves (Madry et al. 2018), with one step the fast gradient sign method (Goodfellow et al. 2015). No
 * random start: the same every time.
 */
export async function attacked(
  running: Running & { readonly pullback: Pullback },
  [name, clean]: readonly [string, NumericArray],
  output: string,
  labels: Int32Array,
  { epsilon, steps, stepSize, low, high }: Attack,
): Promise<NumericArray> {
  const values = Float64Array.from(clean.values);
  const size = values.length / labels.length;
  for (let step = 0; step < steps; step++) {
    const inputs = new Map([[name, { shape: clean.shape, values }]]);
    const scores = (await running.run(inputs)).get(output);
    if (scores === undefined) throw new TypeError(`output ${output} is missing`);
    const weights = { shape: scores.shape, values: lossSlopes(scores, labels) };
    const gradient = await running.pullback(inputs, output, weights);
    const length = steps === 1 ? epsilon : stepSize;
    for (let at = 0; at < labels.length * size; at++) {
      const origin = clean.values[at] ?? 0;
      const moved = (values[at] ?? 0) + length * Math.sign(gradient.values[at] ?? 0);
      const near = Math.min(origin + epsilon, Math.max(origin - epsilon, moved));
      values[at] = Math.min(high, Math.max(low, near));
    }
  }
  return { shape: clean.shape, values };
}

/**
 * The derivative of each row's cross-entropy by its logits: the probabilities less 1 at the true class. Where the scores are
 * probabilities already, that by them but for a factor of each row, which is nothing to the sign of what becomes of it.
 */
function lossSlopes(scores: NumericArray, labels: Int32Array): Float64Array {
  const { shape, values } = scores;
  const [n = 0, classes = 1] = shape;
  const slopes = new Float64Array(n * classes);
  if (areProbabilities(scores)) {
    for (let i = 0; i < n; i++) slopes[i * classes + (labels[i] ?? 0)] = -1;
    return slopes;
  }
  for (let i = 0; i < n; i++) {
    const { largest, sum } = expSum(values, i * classes, classes);
    for (let c = 0, at = i * classes; c < classes; c++, at++)
      slopes[at] = Math.exp((values[at] ?? 0) - largest) / sum - (c === labels[i] ? 1 : 0);
  }
  return slopes;
}

/** Whether every row is: a model may end with a softmax. */
function areProbabilities({ shape, values }: NumericArray): boolean {
  const [n = 0, classes = 1] = shape;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (const value of values.subarray(i * classes, (i + 1) * classes)) sum += value < 0 ? NaN : value;
    if (!(Math.abs(sum - 1) <= 1e-3)) return false;
  }
  return n > 0;
}
