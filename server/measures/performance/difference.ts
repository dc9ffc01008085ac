import { nothing, scaleOnly } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure } from '../measure';
import { logProbabilities } from '../preparations/logProbabilities';
import { magnitude } from '../preparations/magnitude';
import { predictions } from '../preparations/predictions';
import { probabilities } from '../preparations/probabilities';
import { survey } from '../survey';
import { labelsOf, mistakes, truth, whyUnjudged } from '../hardPrediction/correctness';
import { isQuality, qualities, type QualityName } from './quality';

/** How far apart two models are in quality: accuracy, F1, balanced accuracy, Matthews correlation or log loss. */
export const performanceDifference: Measure = {
  id: 'perf.difference',
  version: 1,
  title: 'Performance difference',
  family: 'performance',
  compares: 'outputs',
  direction: 'distance',
  range: (parameters) => {
    const quality = choiceOf(parameters, 'quality');
    return [0, quality === 'log_loss' ? Infinity : quality === 'mcc' ? 2 : 1];
  },
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => (choiceOf(parameters, 'quality') === 'log_loss' ? nothing : scaleOnly),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: true },
  parameters: [
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
  ],
  deterministic: () => true,
  formula: '|q(O) − q(O′)|,  q = accuracy = (1/n) Σᵢ [argmax Oᵢ = yᵢ]',
  tex: String.raw`\lvert q(O) - q(O') \rvert, \quad q(O) = \frac{1}{n} \sum_{i=1}^{n} \left[ \arg\max_c O_{ic} = y_i \right]`,
  summary:
    'How far apart two models are in quality, by one number for each. It says nothing of which instances they get right: ' +
    'two models of the same accuracy can be wrong on different ones, which disagreement shows.',
  caveats: [
    'Labels are class numbers in the order of the columns of the outputs, from 0.',
    'The direction is left out; the details hold both numbers.',
    'F1 is 0 for a class that is true but never predicted rightly; the mean recall is over the classes that occur in the labels.',
  ],
  reference: survey,
  preparations: (parameters) =>
    choiceOf(parameters, 'quality') === 'log_loss'
      ? [magnitude, predictions, probabilities, logProbabilities]
      : [magnitude, predictions],
  cost: (n) => ({ operations: 3000 * n, bytes: 16 * n }),
  compare(x, y, parameters) {
    const labels = labelsOf(x);
    const name = choiceOf(parameters, 'quality');
    if (!isQuality(name)) throw new TypeError(`there is no quality ${name}`);
    const unfit = whyUnjudged([x, y], labels);
    if (unfit !== null) return none('undefined', unfit);
    const right = truth(labels);
    const floor = numberOf(parameters, 'floor');
    const [first, second] = [qualities[name](x, right, floor), qualities[name](y, right, floor)];
    if ('missing' in first) return none('undefined', first.missing('first'));
    if ('missing' in second) return none('undefined', second.missing('second'));
    const words = wordsOf[name];
    return ok(Math.abs(first.value - second.value), {
      details: [
        { name: `${words} of the first`, value: first.value },
        { name: `${words} of the second`, value: second.value },
        ...bothAndNeither(mistakes(x, labels), mistakes(y, labels)),
      ],
      notes: [
        ...(first.note === undefined ? [] : [`Of the first input ${first.note}.`]),
        ...(second.note === undefined ? [] : [`Of the second input ${second.note}.`]),
      ],
    });
  },
};

const wordsOf: Readonly<Record<QualityName, string>> = {
  accuracy: 'accuracy',
  f1_macro: 'macro F1',
  f1_micro: 'micro F1',
  balanced_accuracy: 'balanced accuracy',
  mcc: 'Matthews correlation',
  log_loss: 'log loss',
};

/** The shares of instances that both models get right, only one does, and neither. */
function bothAndNeither(first: readonly number[], second: readonly number[]) {
  const share = (of: (a: number, b: number) => boolean): number =>
    first.filter((wrong, i) => of(wrong, second[i] ?? 0)).length / first.length;
  return [
    { name: 'both right', value: share((a, b) => a === 0 && b === 0) },
    { name: 'only the first right', value: share((a, b) => a === 0 && b === 1) },
    { name: 'only the second right', value: share((a, b) => a === 1 && b === 0) },
    { name: 'both wrong', value: share((a, b) => a === 1 && b === 1) },
  ];
}
