import type { Measure } from '../measure';
import { distancesToMean, normParameter, ofParameter, ofScoreDistances } from './scoreDistances';

/** Mean distance of the models of a set from their mean prediction. Shamir, Coviello 2020. */
export const predictionDifference: Measure = {
  ...ofScoreDistances,
  id: 'soft.pred_diff',
  version: 2,
  title: 'Prediction difference (PD)',
  parameters: [normParameter('L1'), ofParameter],
  formula: '(1/n) Σᵢ (1/m) Σ_O ‖Oᵢ − Ōᵢ‖,  Ō the mean of the m models',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \frac{1}{m} \sum_{O} \lVert O_i - \overline{O}_i \rVert, \quad \overline{O}_i = \frac{1}{m} \sum_{O} O_i`,
  summary:
    'How far the models of a set are from their mean prediction, averaged over models and instances: how much of a ' +
    'prediction is left to the luck of one training run. For two models it is half their difference.',
  caveats: [
    'Of probabilities and norm: L1 it is at most 2 (1 − 1/m) for m models.',
    'For two models it is the norm of soft prediction difference with the same norm.',
  ],
  reference: {
    text: 'Shamir, Coviello: Anti-Distillation: Improving reproducibility of deep networks, 2020.',
    url: 'https://arxiv.org/abs/2010.09923',
  },
  group: {
    models: 2,
    summary: 'The mean distance of the models of the set from their mean prediction.',
    compare: distancesToMean,
  },
};
