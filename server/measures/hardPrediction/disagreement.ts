import { none, ok, type Measure } from '../measure';
import { survey } from '../survey';
import { mean } from '../mean';
import { perClass } from '../perClass';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';
import { agreementByChance, countsOf, differing, ofPredictions, whyUnfit } from './predicted';

/** Share of instances for which two models predict different classes; logits and probabilities predict their argmax. */
export const disagreement: Measure = {
  ...ofPredictions,
  id: 'hard.disagreement',
  version: 1,
  title: 'Disagreement',
  range: () => [0, 1],
  parameters: [],
  formula: 'Dis = (1/n) Σᵢ [argmax Oᵢ ≠ argmax O′ᵢ]',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \left[ \arg\max_c O_{ic} \neq \arg\max_c O'_{ic} \right]`,
  summary:
    'How often two classifiers give different answers to the same input, also known as churn or jitter. It looks at the ' +
    'answers alone: neither how sure the models are nor which of them is right.',
  caveats: [
    'Two models of accuracies a and a′ cannot disagree on less than |a − a′| of the instances: a small value can be all there could be.',
    'The chance level is for two models that predict their classes equally often as these but independently of each other.',
    'Of equal scores the class with the lower number is the prediction.',
  ],
  reference: survey,
  compare(x, y) {
    const unfit = whyUnfit([x, y]);
    if (unfit !== null) return none('undefined', unfit);
    const perInstance = differing(x, y);
    return ok(mean(perInstance), {
      perInstance,
      perClass: disagreementOfClasses(x, y, perInstance),
      chance: 1 - agreementByChance(x, y),
    });
  },
};

/** Of each class, how often one model answers it and how often the other then answers something else. */
function disagreementOfClasses(x: Prepared, y: Prepared, differs: readonly number[]) {
  const [first, second] = [x.get(predictions), y.get(predictions)];
  const [ofFirst, ofSecond] = [countsOf(first), countsOf(second)];
  const [leftFirst, leftSecond] = [first, second].map((predicted) =>
    countsOf(predicted.filter((_, i) => differs[i] === 1)),
  );
  return perClass([...ofFirst.keys(), ...ofSecond.keys()], [x, y], (of) => {
    const [a, b] = [ofFirst.get(of) ?? 0, ofSecond.get(of) ?? 0];
    return [
      ['predicted by the first', a],
      ['of these the second differs', (leftFirst?.get(of) ?? 0) / a],
      ['predicted by the second', b],
      ['of these the first differs', (leftSecond?.get(of) ?? 0) / b],
    ];
  });
}
