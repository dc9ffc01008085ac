import { ofEachInstance } from '../eachInstance';
import { mean } from '../mean';
import { choiceOf, none, ok, type Measure, type Outcome, type Parameter } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { probabilities } from '../preparations/probabilities';
import type { Preparation, Prepared } from '../prepared';
import type { ParameterValues } from '../../protocol';
import { ofProbabilities, whyNoDistributions, whyNoScores } from './distributions';

export const ofParameter: Parameter = {
  name: 'of',
  kind: 'choice',
  default: 'probabilities',
  choices: ['probabilities', 'given'],
  summary:
    'What is compared: class probabilities, logits going through a softmax first, or the scores as they are given.',
};

/** The choice `norm`, with a default. */
export function normParameter(standard: 'L1' | 'L2'): Parameter {
  return {
    name: 'norm',
    kind: 'choice',
    default: standard,
    choices: ['L1', 'L2', 'max'],
    summary: 'Norm of a difference over classes: the sum of sizes, the Euclidean length or the largest size.',
  };
}

/** What measures of the differences of scores have in common. Of probabilities they are at most half the longest difference. */
export const ofScoreDistances = {
  ...ofProbabilities,
  range: (parameters: ParameterValues): readonly [number, number] => [
    0,
    choiceOf(parameters, 'of') === 'given' ? Infinity : longestDifference(choiceOf(parameters, 'norm')) / 2,
  ],
  metric: () => true,
  preparations: (parameters: ParameterValues): readonly Preparation<unknown>[] =>
    choiceOf(parameters, 'of') === 'probabilities' ? [magnitude, probabilities] : [magnitude],
  cost: (n: number, d: number) => ({ operations: 400 * n * d, bytes: 8 * n }),
  compare: (x: Prepared, y: Prepared, parameters: ParameterValues): Outcome =>
    distancesToMean([x, y], parameters),
} satisfies Partial<Measure>;

/** The largest length that the difference of two distributions can have. */
function longestDifference(norm: string): number {
  return norm === 'L1' ? 2 : norm === 'L2' ? Math.SQRT2 : 1;
}

/**
 * For each instance the mean over models of the length of their difference from the mean of all models; the value is
 * the mean of that over instances. Of two models each is half their difference away from the mean.
 */
export function distancesToMean(inputs: readonly Prepared[], parameters: ParameterValues): Outcome {
  const soft = choiceOf(parameters, 'of') === 'probabilities';
  const unfit = soft ? whyNoDistributions(inputs) : whyNoScores(inputs);
  if (unfit !== null) return none('undefined', unfit);
  const scores = inputs.map((input) =>
    soft ? input.get(probabilities).values : input.representation.values.data,
  );
  const length = lengths[choiceOf(parameters, 'norm')] ?? lengths.L2;
  const [first] = inputs;
  if (first === undefined) return none('undefined', 'There is no model.');
  const { d } = first;
  const m = scores.length;
  // Rows in arrays of one element type, whatever that of the scores is.
  const rows = scores.map(() => new Float64Array(d));
  const centre = new Float64Array(d);
  const perInstance = ofEachInstance(first, (i) => {
    centre.fill(0);
    // Each is divided before the sum, which could overflow.
    for (const [at, row] of rows.entries()) {
      const of = scores[at];
      if (of !== undefined) row.set(of.subarray(i * d, (i + 1) * d));
      for (let c = 0; c < d; c++) centre[c] = (centre[c] ?? 0) + (row[c] ?? 0) / m;
    }
    let sum = 0;
    for (const row of rows) {
      for (let c = 0; c < d; c++) row[c] = (row[c] ?? 0) - (centre[c] ?? 0);
      sum += length(row) / m;
    }
    return sum;
  });
  return ok(mean(perInstance), { perInstance });
}

const lengths: Readonly<Record<string, (values: Float64Array) => number>> & {
  readonly L2: (values: Float64Array) => number;
} = {
  L1: (values) => {
    const { length } = values;
    let sum = 0;
    for (let c = 0; c < length; c++) sum += Math.abs(values[c] ?? 0);
    return sum;
  },
  L2: (values) => {
    const largest = largestSize(values);
    if (largest === 0) return 0;
    const { length } = values;
    let sum = 0;
    for (let c = 0; c < length; c++) {
      const share = (values[c] ?? 0) / largest;
      sum += share * share;
    }
    return largest * Math.sqrt(sum);
  },
  max: largestSize,
};

function largestSize(values: Float64Array): number {
  // By index: an iterator takes several times as long.
  const { length } = values;
  let most = 0;
  for (let c = 0; c < length; c++) {
    const size = Math.abs(values[c] ?? 0);
    if (size > most) most = size;
  }
  return most;
}
