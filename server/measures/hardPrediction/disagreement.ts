import { none, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';

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
  invariances: () => ({
    permutation: false,
    orthogonal: false,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: false,
    affine: false,
  }),
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
  reference: {
    text: 'Klabunde, Schumacher, Strohmaier, Lemmerich: Similarity of Neural Network Models, ACM Computing Surveys 57(9), 2025.',
    url: 'https://arxiv.org/abs/2305.06329',
  },
  preparations: () => [magnitude, predictions],
  cost: (n) => ({ operations: 3000 * n, bytes: 8 * n }),
  compare(x, y) {
    const unfit = whyUnfit(x, y);
    if (unfit !== null) return none('undefined', unfit);
    const left = x.get(predictions);
    const right = y.get(predictions);
    const perInstance = Array.from(left, (predicted, i) => (predicted === right[i] ? 0 : 1));
    const value = perInstance.reduce<number>((sum, differs) => sum + differs, 0) / x.n;
    return ok(value, { perInstance, chance: 1 - agreementByChance(left, right) });
  },
};

function whyUnfit(x: Prepared, y: Prepared): string | null {
  const classes = [x, y].filter((input) => input.representation.meaning === 'classes');
  const wide = classes.find((input) => input.d !== 1);
  if (wide !== undefined) return `Class numbers must be one column: ${wide.d} given.`;
  if (classes.length > 0 || x.d === y.d) return null;
  return `The inputs score different numbers of classes: ${x.d} and ${y.d}.`;
}

/** How often two predictors with these class frequencies agree when they are independent. */
function agreementByChance(left: Float64Array, right: Float64Array): number {
  const counts = new Map<number, number>();
  for (const predicted of right) counts.set(predicted, (counts.get(predicted) ?? 0) + 1);
  const n = left.length;
  return left.reduce((sum, predicted) => sum + (counts.get(predicted) ?? 0), 0) / (n * n);
}
