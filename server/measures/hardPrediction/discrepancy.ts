import { none, ok, type Measure, type Outcome } from '../measure';
import type { Prepared } from '../prepared';
import { mean } from '../mean';
import { differing, ofPredictions, whyUnfit } from './predicted';

/** The largest disagreement of any two models of a set. Marx, Calmon, Ustun 2020. */
export const discrepancy: Measure = {
  ...ofPredictions,
  id: 'hard.discrepancy',
  version: 1,
  title: 'Discrepancy',
  range: () => [0, 1],
  parameters: [],
  formula: 'max over O, O′ of Dis(O, O′)',
  tex: String.raw`\max_{O, O'} \frac{1}{n} \sum_{i=1}^{n} \left[ \arg\max_c O_{ic} \neq \arg\max_c O'_{ic} \right]`,
  summary:
    'The share of answers that would change if one model of a set were replaced by another, in the worst case. It is never ' +
    'above the ambiguity of the set. For two models it is their disagreement.',
  caveats: ['It can only grow with the number of models: compare sets of the same size.'],
  reference: {
    text: 'Marx, Calmon, Ustun: Predictive Multiplicity in Classification, ICML 2020.',
    url: 'https://arxiv.org/abs/1909.06677',
  },
  compare: (x, y) => worst([x, y]),
  group: {
    models: 2,
    summary: 'The largest disagreement between two models of the set.',
    compare: worst,
  },
};

function worst(inputs: readonly Prepared[]): Outcome {
  const unfit = whyUnfit(inputs);
  if (unfit !== null) return none('undefined', unfit);
  let found: { readonly value: number; readonly perInstance: readonly number[] } | undefined;
  for (const [i, x] of inputs.entries()) {
    for (const y of inputs.slice(i + 1)) {
      const perInstance = differing(x, y);
      const value = mean(perInstance);
      if (found === undefined || value > found.value) found = { value, perInstance };
      x.engine.poll();
    }
  }
  return found === undefined
    ? none('undefined', 'One model has nothing to disagree with.')
    : ok(found.value, found);
}
