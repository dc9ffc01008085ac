import { labelsOf, mistakes, truth } from '../hardPrediction/correctness';
import type { Measure } from '../measure';
import { survey } from '../survey';
import { largestDifference, ofBoth, ofQualities } from './ofBoth';
import { perClass } from '../perClass';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';
import { type Confusion, confusionOf } from './quality';

/** How far apart two models are in quality: accuracy, F1, balanced accuracy, Matthews correlation or log loss. */
export const performanceDifference: Measure = {
  ...ofQualities,
  id: 'perf.difference',
  version: 1,
  title: 'Performance difference',
  family: 'performance',
  compares: 'outputs',
  direction: 'distance',
  range: (parameters) => [0, largestDifference(parameters)],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
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
  compare(x, y, parameters) {
    const labels = labelsOf(x);
    const outcome = ofBoth([x, y], parameters, ['the first', 'the second'], (first, second) => ({
      value: Math.abs(first - second),
      details: bothAndNeither(mistakes(x, labels), mistakes(y, labels)),
    }));
    return outcome.value === null ? outcome : { ...outcome, perClass: qualityOfClasses(x, y, truth(labels)) };
  },
};

/** Recall and F1 of both models for each class; of a class that is not true there is no recall. */
function qualityOfClasses(x: Prepared, y: Prepared, right: Float64Array) {
  const [first, second] = [confusionOf(x.get(predictions), right), confusionOf(y.get(predictions), right)];
  const recall = ({ right: hits, true: actual }: Confusion, of: number): number =>
    (hits.get(of) ?? 0) / (actual.get(of) ?? 0);
  const f1 = ({ right: hits, true: actual, predicted }: Confusion, of: number): number =>
    (2 * (hits.get(of) ?? 0)) / ((actual.get(of) ?? 0) + (predicted.get(of) ?? 0));
  return perClass([...first.classes, ...second.classes], [x, y], (of) => [
    ['instances', first.true.get(of) ?? 0],
    ['recall of the first', recall(first, of)],
    ['recall of the second', recall(second, of)],
    ['F1 of the first', f1(first, of)],
    ['F1 of the second', f1(second, of)],
  ]);
}

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
