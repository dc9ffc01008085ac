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
  const [{ n, d, engine } = { n: 0, d: 0, engine: undefined }] = inputs;
  const difference = new Float64Array(d);
  const centre = new Float64Array(d);
  const perInstance: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i % 1024 === 0) engine?.poll();
    centre.fill(0);
    // Each is divided before the sum, which could overflow.
    for (const of of scores) {
      for (let c = 0; c < d; c++) centre[c] = (centre[c] ?? 0) + (of[i * d + c] ?? 0) / scores.length;
    }
    let sum = 0;
    for (const of of scores) {
      for (let c = 0; c < d; c++) difference[c] = (of[i * d + c] ?? 0) - (centre[c] ?? 0);
      sum += length(difference) / scores.length;
    }
    perInstance.push(sum);
  }
  return ok(mean(perInstance), { perInstance });
}

const lengths: Readonly<Record<string, (values: Float64Array) => number>> & {
  readonly L2: (values: Float64Array) => number;
} = {
  L1: (values) => values.reduce((sum, value) => sum + Math.abs(value), 0),
  L2: (values) => {
    const largest = lengths.max?.(values) ?? 0;
    if (largest === 0) return 0;
    return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
  },
  max: (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
};
