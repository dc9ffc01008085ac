import type { ParameterValues } from '../../protocol';
import { mean } from '../mean';
import { choiceOf, none, ok, type Measure, type Outcome } from '../measure';
import type { Prepared } from '../prepared';
import { unitParameter, unitOf } from '../unit';
import { ofProbabilities, whyNoDistributions } from './distributions';
import { fromMean } from './fromMean';

/** Mean Jensen-Shannon divergence between the class probabilities of two models. Lin 1991. */
export const jsd: Measure = {
  ...ofProbabilities,
  id: 'soft.jsd',
  version: 1,
  title: 'Jensen-Shannon divergence',
  range: (parameters) => [0, choiceOf(parameters, 'unit') === 'bits' ? 1 : Math.LN2],
  metric: () => false,
  parameters: [unitParameter],
  formula: 'JSD = (1/2n) Σᵢ [KL(Oᵢ ‖ Ōᵢ) + KL(O′ᵢ ‖ Ōᵢ)],  Ō = (O + O′)/2,  0 log 0 = 0',
  tex: String.raw`\frac{1}{2n} \sum_{i=1}^{n} \left( \mathrm{KL}(p_i \Vert m_i) + \mathrm{KL}(q_i \Vert m_i) \right), \quad m_i = \tfrac{1}{2} (p_i + q_i)`,
  summary:
    'How far apart the class probabilities of two models are, averaged over instances. It is finite even where one model ' +
    'rules a class out, and notices changed confidence when the predicted class stays.',
  caveats: [
    'The survey leaves the base open; some benchmarks report bits.',
    'Logits go through a softmax at temperature 1 first: models of different calibration differ although they rank the classes alike.',
    'The divergence breaks the triangle inequality; its square root, instance by instance, obeys it.',
  ],
  reference: {
    text: 'Lin: Divergence Measures Based on the Shannon Entropy, IEEE Transactions on Information Theory 37(1), 1991.',
    url: 'https://doi.org/10.1109/18.61115',
  },
  cost: (n, d) => ({ operations: 600 * n * d, bytes: 48 * n }),
  compare: divergences,
};

function divergences(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const unfit = whyNoDistributions([x, y]);
  if (unfit !== null) return none('undefined', unfit);
  const unit = unitOf(parameters);
  const perInstance = Array.from(x.with(y, fromMean).mean, (nats) => unit * nats);
  return ok(mean(perInstance), { perInstance });
}
