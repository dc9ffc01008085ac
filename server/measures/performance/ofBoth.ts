import { labelsOf, truth, whyUnjudged } from '../hardPrediction/correctness';
import { nothing, scaleOnly } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome, type Parameter } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { predictions } from '../preparations/predictions';
import { probabilities } from '../preparations/probabilities';
import type { Prepared } from '../prepared';
import type { ParameterValues } from '../../protocol';
import { isQuality, qualities, type QualityName } from './quality';

const parameters: readonly Parameter[] = [
  {
    name: 'quality',
    kind: 'choice',
    default: 'accuracy',
    choices: Object.keys(qualities),
    summary:
      'What is compared: accuracy, F1 averaged over classes or over instances, the mean recall of the classes, the Matthews correlation or the log loss in nats.',
  },
  {
    name: 'floor',
    kind: 'number',
    default: 0,
    min: 0,
    max: 0.1,
    only: { parameter: 'quality', value: 'log_loss' },
    summary: 'Probabilities of the true class below it count as it; scikit-learn has 2.2e-16.',
  },
];

const isLogLoss = (values: ParameterValues): boolean => choiceOf(values, 'quality') === 'log_loss';

/** What measures have in common that compare two models by one number for the quality of each. */
export const ofQualities = {
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: true },
  parameters,
  deterministic: () => true,
  invariances: (values: ParameterValues) => (isLogLoss(values) ? nothing : scaleOnly),
  preparations: (values: ParameterValues) =>
    isLogLoss(values) ? [magnitude, predictions, probabilities] : [magnitude, predictions],
  cost: (n: number, d: number, _: number, values: ParameterValues) => ({
    operations: 3000 * n + (isLogLoss(values) ? 20 * n * d : 0),
    bytes: 16 * n,
  }),
} satisfies Partial<Measure>;

/** The largest difference that two numbers of a quality can have. */
export function largestDifference(values: ParameterValues): number {
  return isLogLoss(values) ? Infinity : choiceOf(values, 'quality') === 'mcc' ? 2 : 1;
}

/**
 * An outcome from the quality of each of two models, both of them among its details.
 * @param names of the two models in the details: "the first"
 */
export function ofBoth(
  [x, y]: readonly [Prepared, Prepared],
  values: ParameterValues,
  names: readonly [string, string],
  outcome: (first: number, second: number) => Pick<Outcome, 'details'> & { readonly value: number },
): Outcome {
  const labels = labelsOf(x);
  const name = choiceOf(values, 'quality');
  if (!isQuality(name)) throw new TypeError(`there is no quality ${name}`);
  const unfit = whyUnjudged([x, y], labels);
  if (unfit !== null) return none('undefined', unfit);
  const right = truth(labels);
  const floor = numberOf(values, 'floor');
  const [first, second] = [qualities[name](x, right, floor), qualities[name](y, right, floor)];
  if ('missing' in first) return none('undefined', first.missing('first'));
  if ('missing' in second) return none('undefined', second.missing('second'));
  const { value, details = [] } = outcome(first.value, second.value);
  return ok(value, {
    details: [
      { name: `${wordsOf[name]} of ${names[0]}`, value: first.value },
      { name: `${wordsOf[name]} of ${names[1]}`, value: second.value },
      ...details,
    ],
    notes: [
      ...(first.note === undefined ? [] : [`Of the first input ${first.note}.`]),
      ...(second.note === undefined ? [] : [`Of the second input ${second.note}.`]),
    ],
  });
}

const wordsOf: Readonly<Record<QualityName, string>> = {
  accuracy: 'accuracy',
  f1_macro: 'macro F1',
  f1_micro: 'micro F1',
  balanced_accuracy: 'balanced accuracy',
  mcc: 'Matthews correlation',
  log_loss: 'log loss',
};
