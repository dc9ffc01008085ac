import { none, ok, type Measure } from '../measure';
import { labelsOf, mistakes, whyUnjudged } from './correctness';
import { mean } from '../mean';
import { differing, ofPredictions } from './predicted';

/** Disagreement divided by the error rate of the first model. Fort, Hu, Lakshminarayanan 2019. */
export const errorCorrected: Measure = {
  ...ofPredictions,
  id: 'hard.err_corrected',
  version: 1,
  title: 'Error-corrected disagreement',
  range: () => [0, Infinity],
  symmetric: false,
  metric: () => false,
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: true },
  parameters: [],
  formula: 'Dis(O, O′) / err(O),  err(O) = (1/n) Σᵢ [argmax Oᵢ ≠ yᵢ]',
  tex: String.raw`\frac{\mathrm{Dis}(O, O')}{\mathrm{err}(O)}, \quad \mathrm{err}(O) = \frac{1}{n} \sum_{i=1}^{n} \left[ \arg\max_c O_{ic} \neq y_i \right]`,
  summary:
    'Disagreement in units of the error rate of the first model: good models agree much of the time because both are right, ' +
    'and this takes that into account. Around 1, the models differ about as much as the first model errs.',
  caveats: [
    'Swapping the models divides by the other error rate.',
    'A first model without a mistake leaves nothing to divide by: the value is 0 if the second agrees everywhere, else there is none.',
    'The limits move with both error rates; hard.minmax puts them at 0 and 1.',
  ],
  reference: {
    text: 'Fort, Hu, Lakshminarayanan: Deep Ensembles: A Loss Landscape Perspective, 2019.',
    url: 'https://arxiv.org/abs/1912.02757',
  },
  compare(x, y) {
    const labels = labelsOf(x);
    const unfit = whyUnjudged([x, y], labels);
    if (unfit !== null) return none('undefined', unfit);
    const [differs, errors] = [mean(differing(x, y)), mean(mistakes(x, labels))];
    const details = [
      { name: 'disagreement', value: differs },
      { name: 'error of the first', value: errors },
      { name: 'error of the second', value: mean(mistakes(y, labels)) },
    ];
    if (errors > 0) return ok(differs / errors, { details });
    if (differs === 0) return ok(0, { details, notes: ['Neither model makes a mistake.'] });
    return none(
      'undefined',
      'The first model makes no mistake, so there is no error rate to divide by: put it second.',
    );
  },
};
