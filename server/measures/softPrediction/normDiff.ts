import { choiceOf, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { nothing } from './distributions';
import {
  distancesToMean,
  longestDifference,
  normParameter,
  ofParameter,
  scoresWanted,
} from './scoreDistances';

/** Half the mean length of the difference of two models' scores. Ba, Caruana 2014; Zhang et al. 2021. */
export const normDiff: Measure = {
  id: 'soft.norm_diff',
  version: 1,
  title: 'Norm of soft prediction difference',
  family: 'softPrediction',
  compares: 'outputs',
  direction: 'distance',
  range: (parameters) => [
    0,
    choiceOf(parameters, 'of') === 'given' ? Infinity : longestDifference(choiceOf(parameters, 'norm')) / 2,
  ],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: () => nothing,
  needs: { rows: 1, equalWidths: true, matchedRows: true, labels: false },
  parameters: [normParameter('L2'), ofParameter],
  deterministic: () => true,
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
  preparations: (parameters) => [magnitude, ...scoresWanted(parameters)],
  cost: (n, d) => ({ operations: 400 * n * d, bytes: 8 * n }),
  compare: (x, y, parameters) => distancesToMean([x, y], parameters),
};
