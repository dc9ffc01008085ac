import { none, ok, type Measure, type Outcome } from '../measure';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';
import { mean } from '../mean';
import { agreementsByChance, countsOf, differing, ofPredictions, votes, whyUnfit } from './predicted';

const allTheSame = 'All predictions are of the same one class: 0/0, counted as 1.';

/** Agreement beyond chance: Cohen 1960 for pairs, Fleiss 1971 for sets. */
export const kappa: Measure = {
  ...ofPredictions,
  id: 'hard.kappa',
  version: 2,
  title: 'Cohen’s kappa',
  direction: 'similarity',
  range: () => [-1, 1],
  identity: () => 1,
  metric: () => false,
  parameters: [],
  formula: 'κ = 1 − Dis / (1 − pₑ),  pₑ = (1/n²) Σ_c k_c k′_c,  k_c predictions of class c',
  tex: String.raw`\kappa = 1 - \frac{\mathrm{Dis}(O, O')}{1 - p_e}, \quad p_e = \frac{1}{n^2} \sum_{c} k_c k'_c`,
  summary:
    'How much more often two models agree than two others that predict their classes equally often but independently: ' +
    '1 is full agreement, 0 is chance, below 0 is less than chance.',
  caveats: [
    'Where both models always predict the same one class, chance explains everything: 0/0, told as 1 with a note.',
    'Of accurate models kappa is high because both are right; chance here knows nothing of the labels.',
  ],
  reference: {
    text: 'Cohen: A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20(1), 1960.',
    url: 'https://doi.org/10.1177/001316446002000104',
  },
  compare(x, y) {
    const unfit = whyUnfit([x, y]);
    if (unfit !== null) return none('undefined', unfit);
    const differences = differing(x, y).reduce((sum, differs) => sum + differs, 0);
    const expected = agreementsByChance(x, y) / x.n;
    // In numbers of instances: models that agree as often as by chance have exactly 0.
    const details = [
      { name: 'agreement', value: 1 - differences / x.n },
      { name: 'agreement by chance', value: expected / x.n },
    ];
    if (expected === x.n) return ok(1, { details, notes: [allTheSame] });
    return ok((x.n - differences - expected) / (x.n - expected), { details });
  },
  group: {
    title: 'Fleiss’ kappa',
    models: 2,
    summary:
      'Fleiss’ kappa: agreement of two models drawn from the set, beyond what the shares of the classes in all their predictions give by chance.',
    compare: (inputs) => {
      const unfit = whyUnfit(inputs);
      return unfit === null ? fleiss(inputs) : none('undefined', unfit);
    },
  },
};

function fleiss(inputs: readonly Prepared[]): Outcome {
  const m = inputs.length;
  const agreements = votes(inputs).map(
    (counts) => (counts.reduce((sum, count) => sum + count * count, 0) - m) / (m * (m - 1)),
  );
  const all = countsOf(inputs.flatMap((input) => Array.from(input.get(predictions))));
  const total = m * agreements.length;
  const byChance = [...all.values()].reduce((sum, count) => sum + (count / total) ** 2, 0);
  return beyondChance(mean(agreements), byChance);
}

function beyondChance(agreement: number, byChance: number): Outcome {
  const details = [
    { name: 'agreement', value: agreement },
    { name: 'agreement by chance', value: byChance },
  ];
  if (byChance >= 1) {
    return ok(1, { details, notes: [allTheSame] });
  }
  return ok(1 - (1 - agreement) / (1 - byChance), { details });
}
