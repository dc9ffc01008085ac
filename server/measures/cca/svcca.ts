import type { Matrix } from '../../linalg/matrix';
import type { ParameterValues } from '../../protocol';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { principalOverlapOf } from '../preparations/overlap';
import { type Spectrum, spectrum } from '../preparations/spectrum';
import { constantReason } from '../preparations/variation';
import { forProducts, numbers } from '../preparations/turned';
import { pairCost, rankDetails, rankNotes } from './canonicalCorrelations';

/**
 * SVCCA of x [n x d] and y [n x e]: mean canonical correlation of the leading principal components.
 * Raghu, Gilmer, Yosinski, Sohl-Dickstein, NeurIPS 2017.
 */
export const svcca: Measure = {
  id: 'cca.svcca',
  version: 3,
  title: 'SVCCA',
  family: 'cca',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'cut',
      kind: 'choice',
      default: 'variance',
      choices: ['variance', 'singular_values', 'components', 'resi'],
      summary:
        'What is kept of each input: the principal components that explain a share of the variance, or of the sum of ' +
        'singular values; a number of components; or, as ReSi’s code does, the first component alone.',
    },
    {
      name: 'variance',
      kind: 'number',
      default: 0.99,
      min: 0.01,
      max: 1,
      summary:
        'Share of the variance (with cut: singular_values, of their sum) that the kept principal components must explain.',
    },
    {
      name: 'components',
      only: { parameter: 'cut', value: 'components' },
      kind: 'number',
      integer: true,
      default: 10,
      min: 1,
      max: 1e6,
      summary: 'How many principal components are kept of each input; fewer where its rank is smaller.',
    },
  ],
  deterministic: () => true,
  formula:
    'SVCCA = mean canonical correlation of U[:, :k] and U′[:, :k′], k smallest with s₁² + … + s_k² ≥ t ‖s‖²',
  tex: String.raw`\frac{1}{\min(k, k')} \sum_i \rho_i\!\left(U_{:,1:k}, U'_{:,1:k'}\right), \quad k = \min \Big\{ k : \sum_{i \le k} s_i^2 \ge t \sum_i s_i^2 \Big\}`,
  summary:
    'Mean CCA after each input is cut to the principal components that hold most of its variance, so that directions of ' +
    'mere noise do not count. What is kept counts alike, whatever its variance.',
  caveats: [
    'The number of components kept jumps with the threshold, and the value with it.',
    'The code of the ReSi benchmark compares the cumulated share of the variance with the threshold times the total variance, and so keeps one component only of any input whose total variance is above 1.01; cut: resi does the same.',
    'Others cut singular values instead of variance, or before the columns are centred, and keep one component fewer. Values from them differ.',
    'Unrelated data score high when the components kept are not far fewer than the rows.',
  ],
  reference: {
    text: 'Raghu, Gilmer, Yosinski, Sohl-Dickstein: SVCCA: Singular Vector Canonical Correlation Analysis, NeurIPS 2017.',
    url: 'https://arxiv.org/abs/1706.05806',
  },
  uninformative: (n) => (n === 2 ? 'is 1 for any two rows that differ: more rows are needed' : null),
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: () => 'bases',
  preparations: () => [magnitude, ...forProducts(true), spectrum],
  cost: pairCost,
  compare(x, y, parameters) {
    const constant = constantReason(x, y, numbers(true));
    if (constant !== null) return none('degenerate', constant);
    const left = x.get(spectrum);
    const right = y.get(spectrum);
    const [k, q] = [componentsOf(left, parameters), componentsOf(right, parameters)];
    const cross = leading(x.with(y, principalOverlapOf(true)), k, q);
    const rhos = x.engine.singularValues(cross).map((rho) => Math.min(1, rho));
    const kept = `Kept ${k} of ${left.rank} and ${q} of ${right.rank} principal components.`;
    const everything = Math.max(k, q) >= x.n - 1;
    return ok(rhos.reduce((sum, rho) => sum + rho, 0) / Math.min(k, q), {
      notes: [kept, ...rankNotes(x, y, spectrum)],
      details: [
        { name: 'components of the first input', value: k },
        { name: 'components of the second input', value: q },
        ...rankDetails(x, y, spectrum),
      ],
      ...(everything ? { chance: 1 } : {}),
    });
  },
};

/** How many principal components are kept. */
function componentsOf({ s }: Spectrum, parameters: ParameterValues): number {
  const share = numberOf(parameters, 'variance');
  switch (choiceOf(parameters, 'cut')) {
    case 'resi':
      return 1;
    case 'components':
      return Math.min(numberOf(parameters, 'components'), s.length);
    case 'singular_values':
      return firstReaching(s, share);
    default:
      return firstReaching(
        s.map((value) => value * value),
        share,
      );
  }
}

/** How many of the values it takes to reach a share of their sum. */
function firstReaching(values: Float64Array, share: number): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  // Rounding must not cost a component when all of the sum is asked for.
  const wanted = share * total * (1 - 1e-14);
  let reached = 0;
  for (const [i, value] of values.entries()) {
    reached += value;
    if (reached >= wanted) return i + 1;
  }
  return values.length;
}

/** The first k rows and q columns. */
function leading({ cols, data }: Matrix, k: number, q: number): Matrix {
  const part = new Float64Array(k * q);
  for (let i = 0; i < k; i++) part.set(data.subarray(i * cols, i * cols + q), i * q);
  return { rows: k, cols: q, data: part };
}
