import { choiceOf, none, ok, type Measure } from '../measure';
import { classCount } from '../outputs';
import { labelsOf, mistakes, truth, whyUnjudged } from './correctness';
import { predictions } from '../preparations/predictions';
import { survey } from '../survey';
import { differing, ofPredictions } from './predicted';

/** Disagreement between the least (0) and the most (1) that the error rates of the two models allow. */
export const minMax: Measure = {
  ...ofPredictions,
  id: 'hard.minmax',
  version: 1,
  title: 'Min-max-normalised disagreement',
  range: () => [0, 1],
  metric: () => false,
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: true },
  parameters: [
    {
      name: 'most',
      kind: 'choice',
      default: 'survey',
      choices: ['survey', 'attainable'],
      summary:
        'The largest disagreement: min(e + e′, 1) as the survey has it, or what two classes allow: also at most 2 − e − e′, ' +
        'because two models that are both wrong then agree.',
    },
  ],
  formula: '(Dis − |e − e′|) / (min(e + e′, 1) − |e − e′|),  e, e′ the error rates',
  tex: String.raw`\frac{\mathrm{Dis}(O, O') - |e - e'|}{\min(e + e', 1) - |e - e'|}`,
  summary:
    'Where the disagreement of two models lies between the least and the most that their error rates allow: 0 when the ' +
    'mistakes of the better model are all mistakes of the other too and with the same answers, 1 when they overlap as little as they can.',
  caveats: [
    'Where the two limits meet, as for a model without a mistake, nothing is left to vary: the value is 0 with a note.',
    'For two classes and error rates above 1/2 together the limit of the survey cannot be reached: most: attainable uses the one that can.',
  ],
  reference: survey,
  compare(x, y, parameters) {
    const labels = labelsOf(x);
    const unfit = whyUnjudged([x, y], labels);
    if (unfit !== null) return none('undefined', unfit);
    const differences = differing(x, y).reduce((sum, differs) => sum + differs, 0);
    const [mine, yours] = [x, y].map((input) => mistakes(input, labels).reduce((sum, one) => sum + one, 0));
    // In whole instances, so that limits that meet meet exactly.
    const [e, f] = [mine ?? 0, yours ?? 0];
    const least = Math.abs(e - f);
    const twoClasses =
      new Set([...truth(labels), ...x.get(predictions), ...y.get(predictions)]).size <= 2 &&
      [x, y].every((input) => (input.representation.classes?.names.length ?? classCount(input) ?? 0) <= 2);
    const attainable = choiceOf(parameters, 'most') === 'attainable' && twoClasses;
    const most = Math.min(e + f, x.n, attainable ? 2 * x.n - e - f : x.n);
    const details = [
      { name: 'disagreement', value: differences / x.n },
      { name: 'least possible', value: least / x.n },
      { name: 'most possible', value: most / x.n },
      { name: 'error of the first', value: e / x.n },
      { name: 'error of the second', value: f / x.n },
    ];
    if (most === least) {
      return ok(0, {
        details,
        notes: ['The error rates allow no other disagreement than this one: counted as 0.'],
      });
    }
    return ok((differences - least) / (most - least), { details });
  },
};
