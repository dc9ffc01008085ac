import { choiceOf, none, ok, type Measure, type Outcome } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';
import { survey } from '../survey';
import { meanOf, scaleOnly, votes, whyUnfit } from './predicted';

/** Mean over instances of the entropy of the classes that the models of a set predict. */
export const labelEntropy: Measure = {
  id: 'hard.label_entropy',
  version: 1,
  title: 'Label entropy',
  family: 'hardPrediction',
  compares: 'outputs',
  direction: 'distance',
  // Of a set of m models it goes up to the logarithm of the smaller of m and the number of classes.
  range: (parameters) => [0, choiceOf(parameters, 'unit') === 'bits' ? 1 : Math.LN2],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: () => scaleOnly,
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'unit',
      kind: 'choice',
      default: 'nats',
      choices: ['nats', 'bits'],
      summary: 'Base of the logarithm: e for nats, 2 for bits.',
    },
  ],
  deterministic: () => true,
  formula: '(1/n) Σᵢ −Σ_c (k_ic/m) log(k_ic/m),  k_ic of m models predict class c for i',
  tex: String.raw`-\frac{1}{n} \sum_{i=1}^{n} \sum_{c} \frac{k_{ic}}{m} \log \frac{k_{ic}}{m}`,
  summary:
    'How widely the answers of a set of models are spread over the classes, instance by instance: 0 where all agree, the ' +
    'logarithm of the number of classes where each is predicted equally often. For two models it is log 2 times their disagreement.',
  caveats: [
    'The value is the mean over instances; the list by instance says which inputs the models differ on.',
    'The paper leaves the base of the logarithm open: nats here.',
  ],
  reference: survey,
  preparations: () => [magnitude, predictions],
  cost: (n) => ({ operations: 4000 * n, bytes: 8 * n }),
  compare: (x, y, parameters) => entropy([x, y], choiceOf(parameters, 'unit')),
  group: {
    models: 2,
    summary: 'The mean over instances of the entropy of the classes predicted by the models of the set.',
    compare: (inputs, parameters) => entropy(inputs, choiceOf(parameters, 'unit')),
  },
};

function entropy(inputs: readonly Prepared[], unit: string): Outcome {
  const unfit = whyUnfit(inputs);
  if (unfit !== null) return none('undefined', unfit);
  const m = inputs.length;
  const scale = unit === 'bits' ? 1 / Math.LN2 : 1;
  const perInstance = votes(inputs).map((counts) =>
    counts.reduce((sum, count) => sum + scale * (count / m) * Math.log(m / count), 0),
  );
  return ok(meanOf(perInstance), { perInstance });
}
