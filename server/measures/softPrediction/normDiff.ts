import type { Measure } from '../measure';
import { normParameter, ofParameter, ofScoreDistances } from './scoreDistances';

/** Half the mean length of the difference of two models' scores. Ba, Caruana 2014; Zhang et al. 2021. */
export const normDiff: Measure = {
  ...ofScoreDistances,
  id: 'soft.norm_diff',
  version: 2,
  title: 'Norm of soft prediction difference',
  parameters: [normParameter('L2'), ofParameter],
  formula: '(1/2n) Σᵢ ‖Oᵢ − O′ᵢ‖',
  tex: String.raw`\frac{1}{2n} \sum_{i=1}^{n} \lVert O_i - O'_i \rVert`,
  summary:
    'How far apart the scores of two models are, averaged over instances. It notices changed confidence when the predicted ' +
    'class stays, and weighs all classes alike, however unlikely.',
  caveats: [
    'Of logits (of: given) it hangs on their scale and on shifts that the softmax would remove.',
    'With norm: L1 and probabilities it is the mean total variation distance.',
  ],
  reference: {
    text: 'Ba, Caruana: Do Deep Nets Really Need to be Deep?, NeurIPS 2014.',
    url: 'https://arxiv.org/abs/1312.6184',
  },
};
