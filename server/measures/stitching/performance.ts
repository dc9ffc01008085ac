import type { Measure } from '../measure';
import { choiceOf } from '../measure';
import { largestDifference, ofBoth, ofQualities } from '../performance/ofBoth';

/** What a model loses in quality when its lower layers are those of another. Bansal, Nakkiran, Barak 2021. */
export const stitchingPerformance: Measure = {
  ...ofQualities,
  id: 'stitch.perf',
  version: 1,
  title: 'Stitching performance difference',
  family: 'stitching',
  compares: 'stitched outputs',
  direction: 'similarity',
  range: (parameters) => [-largestDifference(parameters), largestDifference(parameters)],
  identity: () => 0,
  symmetric: false,
  metric: () => false,
  formula: 'q(Õ) − q(O′),  Õ = top of f′ ∘ g ∘ bottom of f',
  tex: String.raw`q(\tilde{O}) - q(O'), \quad \tilde{f} = f'_{\mathrm{top}} \circ g \circ f_{\mathrm{bottom}}`,
  summary:
    'Whether one model can go on from where another is: the lower layers of the first, a simple map g, and the upper layers of ' +
    'the second, compared with the second as it is. 0: nothing is lost; below 0, that much quality. ' +
    'The first input is what the stitched model answers, the second what the second model answers by itself.',
  caveats: [
    'The inputs are outputs of models on the same instances, which the map was not fitted to; nnsim stitch makes them.',
    'It says how well the second model can use the layer of the first, not the reverse; it hangs on what maps are allowed.',
    'Above 0 the first model brings along what the second lacks.',
    'Of the log loss, of which less is better, it is the loss of the second less that of the stitched model: below 0 is a loss of quality all the same.',
    'Labels are class numbers in the order of the columns of the outputs, from 0.',
  ],
  reference: {
    text: 'Bansal, Nakkiran, Barak: Revisiting Model Stitching to Compare Neural Representations, NeurIPS 2021.',
    url: 'https://arxiv.org/abs/2106.07682',
  },
  compare: (x, y, parameters) =>
    ofBoth([x, y], parameters, ['the stitched model', 'the second model'], (stitched, second) => ({
      value: choiceOf(parameters, 'quality') === 'log_loss' ? second - stitched : stitched - second,
    })),
};
