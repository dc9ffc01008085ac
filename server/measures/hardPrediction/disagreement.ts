import { none, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { predictions } from '../preparations/predictions';
import { survey } from '../survey';
import { agreementByChance, differing, meanOf, scaleOnly, whyUnfit } from './predicted';

/** Share of instances for which two models predict different classes; logits and probabilities predict their argmax. */
export const disagreement: Measure = {
  id: 'hard.disagreement',
  version: 1,
  title: 'Disagreement',
  family: 'hardPrediction',
  compares: 'outputs',
  direction: 'distance',
  range: () => [0, 1],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: () => scaleOnly,
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [],
  deterministic: () => true,
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
  preparations: () => [magnitude, predictions],
  cost: (n) => ({ operations: 3000 * n, bytes: 8 * n }),
  compare(x, y) {
    const unfit = whyUnfit([x, y]);
    if (unfit !== null) return none('undefined', unfit);
    const perInstance = differing(x, y);
    return ok(meanOf(perInstance), { perInstance, chance: 1 - agreementByChance(x, y) });
  },
};
