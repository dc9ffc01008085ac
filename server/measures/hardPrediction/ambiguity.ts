import { none, numberOf, ok, type Measure, type Outcome } from '../measure';
import type { Prepared } from '../prepared';
import { mean } from '../mean';
import { ofPredictions, votes, whyUnfit } from './predicted';

/** Share of instances on which not all models of a set agree. Marx, Calmon, Ustun 2020. */
export const ambiguity: Measure = {
  ...ofPredictions,
  id: 'hard.ambiguity',
  version: 1,
  title: 'Ambiguity',
  range: () => [0, 1],
  parameters: [
    {
      name: 'agreeing',
      kind: 'number',
      default: 1,
      min: 0.5,
      max: 1,
      summary: 'Share of the models that must predict the same class for an instance not to be ambiguous.',
    },
  ],
  formula: '(1/n) Σᵢ [some two models predict different classes for i]',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \max_{O, O'} \left[ \arg\max_c O_{ic} \neq \arg\max_c O'_{ic} \right]`,
  summary:
    'The share of instances whose answer hangs on which model of a set is asked. The other instances are the stable core, ' +
    'the same for all. For two models it is their disagreement.',
  caveats: [
    'It can only grow with the number of models: compare sets of the same size.',
    'The stable core is 1 minus ambiguity; with agreeing: 0.9 it is the relaxed one, on which nine of ten models agree.',
  ],
  reference: {
    text: 'Marx, Calmon, Ustun: Predictive Multiplicity in Classification, ICML 2020.',
    url: 'https://arxiv.org/abs/1909.06677',
  },
  cost: (n) => ({ operations: 4000 * n, bytes: 8 * n }),
  compare: (x, y, parameters) => ambiguous([x, y], numberOf(parameters, 'agreeing')),
  group: {
    models: 2,
    summary: 'The share of instances on which the models of the set do not all predict the same class.',
    compare: (inputs, parameters) => ambiguous(inputs, numberOf(parameters, 'agreeing')),
  },
};

function ambiguous(inputs: readonly Prepared[], agreeing: number): Outcome {
  const unfit = whyUnfit(inputs);
  if (unfit !== null) return none('undefined', unfit);
  // A share such as 0.9 of ten models is nine, whatever the last digit of the product.
  const enough = Math.ceil(agreeing * inputs.length - 1e-9);
  const perInstance = votes(inputs).map(([most = 0]) => (most >= enough ? 0 : 1));
  const value = mean(perInstance);
  return ok(value, { perInstance, details: [{ name: 'stable core', value: 1 - value }] });
}
