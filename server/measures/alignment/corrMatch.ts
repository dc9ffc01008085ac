import { assign } from '../../linalg/assignment';
import type { Engine } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';
import type { Detail, ParameterValues } from '../../protocol';
import { permutationScaleShift } from '../invariances';
import { choiceOf, flagOf, none, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { assignmentOperations } from '../preparations/columnMatching';
import { magnitude } from '../preparations/magnitude';
import { constantNotes, correlations, unitColumns } from '../preparations/unitColumns';
import { constantReason } from '../preparations/variation';

/**
 * Correlation match of x [n x d] and y [n x e]: the mean correlation of matched neurons.
 * Li, Yosinski, Clune, Lipson, Hopcroft, ICLR 2016.
 */
export const corrMatch: Measure = {
  id: 'align.corr_match',
  version: 1,
  title: 'Correlation match',
  family: 'alignment',
  compares: 'representations',
  direction: 'similarity',
  range: (parameters) => [flagOf(parameters, 'absolute') ? 0 : -1, 1],
  identity: () => 1,
  symmetric: (parameters) => choiceOf(parameters, 'matching') !== 'relaxed',
  metric: () => false,
  invariances: () => permutationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'matching',
      kind: 'choice',
      default: 'strict',
      choices: ['strict', 'relaxed', 'symmetric'],
      summary:
        'strict matches neurons one to one, the best such matching; relaxed gives each neuron of the first input its best of the second, which may serve many; symmetric is the mean of relaxed in both directions.',
    },
    {
      name: 'absolute',
      kind: 'flag',
      default: false,
      summary: 'Let a neuron match one that does the opposite: correlations count without their sign.',
    },
  ],
  deterministic: () => true,
  formula:
    'm = (1/D) Σᵢ corr(rᵢ, r′_σ(i)),  σ the best one-to-one matching (strict), or σ(i) = argmaxⱼ corr(rᵢ, r′ⱼ)',
  tex: String.raw`\frac{1}{D} \sum_i \operatorname{corr}\!\left(X_{:,i}, Y_{:,\sigma(i)}\right), \quad D = \min(d, d')`,
  summary:
    'Whether single neurons have counterparts. The columns are centred and scaled one by one and matched by their ' +
    'correlation, so every neuron counts the same, however small; information that is spread differently over neurons goes unseen.',
  caveats: [
    'matching: strict with unequal widths matches all neurons of the narrower input and leaves the others out; the sum of relaxed runs over all neurons of the first input.',
    'Scaling single neurons by positive factors changes nothing, rotating the neurons among each other does.',
    'The best of many correlations is high by chance: about √(2 ln d / n) for unrelated neurons.',
    'Neurons without variation have no correlation: counted as 0 and reported, so that dead units lower the value.',
    'The survey asks for equal widths; the definition does not.',
    'The relaxed form that ReSi computes is matching: symmetric.',
  ],
  reference: {
    text: 'Li, Yosinski, Clune, Lipson, Hopcroft: Convergent Learning: Do different neural networks learn the same representations?, ICLR 2016.',
    url: 'https://arxiv.org/abs/1511.07543',
  },
  uninformative: (n) =>
    n === 2 ? 'only sees the signs of differences for any two rows: more rows are needed' : null,
  // Until the best of unrelated correlations is about 0.1.
  rowsAdvised: (d, e) => Math.ceil(200 * Math.log(1 + Math.max(d, e))),
  secondMoments: () => 'norms',
  preparations: () => [magnitude, centred, unitColumns],
  cost: (n, d, e, parameters) => ({
    operations:
      2 * n * d * e +
      (choiceOf(parameters, 'matching') === 'strict' ? assignmentOperations(d, e) : 20 * d * e),
    bytes: 8 * d * e * (choiceOf(parameters, 'matching') === 'strict' ? 3 : 1),
  }),
  compare(x, y, parameters) {
    const reason = constantReason(x, y);
    if (reason !== null) return none('degenerate', reason);
    const found = x.with(y, correlations);
    const { value, details } = matched(x.engine, found, parameters);
    return ok(value, { details, notes: constantNotes(x, y) });
  },
};

function matched(
  engine: Engine,
  found: Matrix,
  parameters: ParameterValues,
): { value: number; details: readonly Detail[] } {
  const absolute = flagOf(parameters, 'absolute');
  const matching = choiceOf(parameters, 'matching');
  if (matching === 'strict') return { value: strict(engine, found, absolute), details: [] };
  const [forth, back] = relaxed(found, absolute);
  const details = [
    { name: 'first to its best in second', value: forth },
    { name: 'second to its best in first', value: back },
  ];
  return { value: matching === 'relaxed' ? forth : (forth + back) / 2, details };
}

/** The mean over the pairs of the best one-to-one matching. */
function strict(engine: Engine, found: Matrix, absolute: boolean): number {
  const { rows, cols } = found;
  const gain = (value: number): number => (absolute ? Math.abs(value) : value);
  const cost = { rows, cols, data: found.data.map((value) => -gain(value)) };
  const { columns } = assign(cost, () => engine.poll());
  let sum = 0;
  columns.forEach((j, i) => {
    if (j >= 0) sum += gain(found.data[i * cols + j] ?? 0);
  });
  return sum / Math.min(rows, cols);
}

/** The means of the largest entries of the rows and of the columns. */
function relaxed({ rows, cols, data }: Matrix, absolute: boolean): readonly [number, number] {
  const ofRow = new Float64Array(rows).fill(-Infinity);
  const ofColumn = new Float64Array(cols).fill(-Infinity);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, at++) {
      const value = data[at] ?? 0;
      const gain = absolute ? Math.abs(value) : value;
      if (gain > (ofRow[i] ?? 0)) ofRow[i] = gain;
      if (gain > (ofColumn[j] ?? 0)) ofColumn[j] = gain;
    }
  }
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean(ofRow), mean(ofColumn)];
}
