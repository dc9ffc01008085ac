import { none, ok, type Measure, type Outcome } from '../measure';
import type { Prepared } from '../prepared';
import { unitOf, unitParameter } from '../unit';
import { survey } from '../survey';
import { mean } from '../mean';
import { ofPredictions, votes, whyUnfit } from './predicted';

/** Mean over instances of the entropy of the classes that the models of a set predict. */
export const labelEntropy: Measure = {
  ...ofPredictions,
  id: 'hard.label_entropy',
  version: 1,
  title: 'Label entropy',
  // Of a set of m models it goes up to the logarithm of the smaller of m and the number of classes.
  range: (parameters) => [0, Math.LN2 * unitOf(parameters)],
  parameters: [unitParameter],
  formula: '(1/n) Σᵢ −Σ_c (k_ic/m) log(k_ic/m),  k_ic of m models predict class c for i',
  tex: String.raw`-\frac{1}{n} \sum_{i=1}^{n} \sum_{c} \frac{k_{ic}}{m} \log \frac{k_{ic}}{m}`,
  summary:
    'How widely the answers of a set of models are spread over the classes, instance by instance: 0 where all agree, the ' +
    'logarithm of the number of classes where each is predicted equally often. For two models it is log 2 times their disagreement.',
  caveats: [
    'The value is the mean over instances; the list by instance says which inputs the models differ on.',
    'The survey leaves the base of the logarithm open: nats here.',
  ],
  reference: survey,
  cost: (n) => ({ operations: 4000 * n, bytes: 8 * n }),
  compare: (x, y, parameters) => entropy([x, y], unitOf(parameters)),
  group: {
    models: 2,
    summary: 'The mean over instances of the entropy of the classes predicted by the models of the set.',
    compare: (inputs, parameters) => entropy(inputs, unitOf(parameters)),
  },
};

function entropy(inputs: readonly Prepared[], unit: number): Outcome {
  const unfit = whyUnfit(inputs);
  if (unfit !== null) return none('undefined', unfit);
  const m = inputs.length;
  const perInstance = votes(inputs).map((counts) =>
    counts.reduce((sum, count) => sum + unit * (count / m) * Math.log(m / count), 0),
  );
  return ok(mean(perInstance), { perInstance });
}
