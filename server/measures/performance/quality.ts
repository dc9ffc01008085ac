import { countsOf } from '../hardPrediction/predicted';
import { predictions } from '../preparations/predictions';
import { logProbabilities } from '../preparations/logProbabilities';
import type { Prepared } from '../prepared';
import { whyNoDistributions } from '../softPrediction/distributions';

/** How good a model is by one number, or why there is none: what the sentence about the input of that name says. */
export type Quality =
  { readonly value: number; readonly note?: string } | { readonly missing: (which: string) => string };

/** Counts of the true and predicted classes. */
export interface Confusion {
  readonly n: number;
  readonly classes: readonly number[];
  readonly right: ReadonlyMap<number, number>;
  readonly true: ReadonlyMap<number, number>;
  readonly predicted: ReadonlyMap<number, number>;
}

/** Measures of quality by name. F1, balanced accuracy and Matthews correlation as scikit-learn defines them. */
export const qualities = {
  accuracy: byConfusion(({ n, right }) => ({ value: sumOf(right.values()) / n })),
  f1_macro: byConfusion((confusion) => {
    const { classes, right, true: actual, predicted } = confusion;
    // Of a class that is neither predicted nor true there is no F1; all here are one or the other.
    const scores = classes.map(
      (c) => (2 * (right.get(c) ?? 0)) / ((actual.get(c) ?? 0) + (predicted.get(c) ?? 0)),
    );
    return { value: sumOf(scores) / classes.length };
  }),
  f1_micro: byConfusion(({ n, right }) => ({ value: sumOf(right.values()) / n })),
  balanced_accuracy: byConfusion(({ right, true: actual }) => {
    const recalls = [...actual].map(([c, count]) => (right.get(c) ?? 0) / count);
    return { value: sumOf(recalls) / recalls.length };
  }),
  mcc: byConfusion(({ n, classes, right, true: actual, predicted }) => {
    const products = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number =>
      sumOf(classes.map((c) => (a.get(c) ?? 0) * (b.get(c) ?? 0)));
    const covariance = sumOf(right.values()) * n - products(actual, predicted);
    const spread = (n * n - products(actual, actual)) * (n * n - products(predicted, predicted));
    if (spread > 0) return { value: covariance / Math.sqrt(spread) };
    return { value: 0, note: 'only one class is predicted or true, so the correlation is 0/0: counted as 0' };
  }),
  log_loss: logLoss,
} satisfies Record<string, (x: Prepared, truth: Float64Array, floor: number) => Quality>;

export type QualityName = keyof typeof qualities;

export function isQuality(name: string): name is QualityName {
  return Object.hasOwn(qualities, name);
}

/** Mean negative logarithm of the probability given to the true class. */
function logLoss(x: Prepared, truth: Float64Array, floor: number): Quality {
  const unfit = whyNoDistributions([x]);
  if (unfit !== null) return { missing: (which) => unfit.replace('first input', `${which} input`) };
  const logs = logProbabilities(x);
  const numbers = x.representation.classes?.numbers;
  const columnOf = (label: number): number => (numbers === undefined ? label : numbers.indexOf(label));
  let sum = 0;
  for (let i = 0; i < x.n; i++) {
    const column = columnOf(truth[i] ?? 0);
    const loss = -Math.max(column < 0 ? -Infinity : (logs(i)[column] ?? 0), Math.log(floor));
    if (loss === Infinity) {
      return {
        missing: (which) =>
          `The ${which} input gives the true class of row ${i} the probability 0: its log loss is infinite; give a floor such as 1e-15.`,
      };
    }
    sum += loss;
  }
  return { value: sum / x.n };
}

function byConfusion(of: (confusion: Confusion) => Quality) {
  return (x: Prepared, truth: Float64Array): Quality => of(confusionOf(x.get(predictions), truth));
}

/** Counts of what a model predicts and what is true. */
export function confusionOf(predicted: Float64Array, truth: Float64Array): Confusion {
  const [actual, guessed] = [countsOf(truth), countsOf(predicted)];
  const right = countsOf(truth.filter((c, i) => predicted[i] === c));
  const classes = [...new Set([...actual.keys(), ...guessed.keys()])];
  return { n: truth.length, classes, right, true: actual, predicted: guessed };
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
