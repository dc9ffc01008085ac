import type { Matrix } from '../../linalg/matrix';
import { none, numberOf, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { principalOverlapOf } from '../preparations/overlap';
import { type Spectrum, spectrum } from '../preparations/spectrum';
import { constantReason } from '../preparations/variation';
import { pairCost, rankNotes } from './canonicalCorrelations';

/**
 * SVCCA of x [n x d] and y [n x e]: mean canonical correlation of the leading principal components.
 * Raghu, Gilmer, Yosinski, Sohl-Dickstein, NeurIPS 2017.
 */
export const svcca: Measure = {
  id: 'cca.svcca',
  version: 2,
  title: 'SVCCA',
  family: 'cca',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: true,
    affine: false,
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'variance',
      kind: 'number',
      default: 0.99,
      min: 0.01,
      max: 1,
      summary: 'Share of the variance that the kept principal components must explain.',
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
    'Some public implementations compare the cumulated share with the threshold times the total variance and keep one component only; others cut singular values instead of variance. Values from them differ.',
    'Unrelated data score high when the components kept are not far fewer than the rows.',
  ],
  reference: {
    text: 'Raghu, Gilmer, Yosinski, Sohl-Dickstein: SVCCA: Singular Vector Canonical Correlation Analysis, NeurIPS 2017.',
    url: 'https://arxiv.org/abs/1706.05806',
  },
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: () => 'bases',
  preparations: () => [magnitude, centred, spectrum],
  cost: pairCost,
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    const left = x.get(spectrum);
    const right = y.get(spectrum);
    const k = componentsFor(left, numberOf(parameters, 'variance'));
    const q = componentsFor(right, numberOf(parameters, 'variance'));
    const cross = leading(x.with(y, principalOverlapOf(true)), k, q);
    const rhos = x.engine.singularValues(cross).map((rho) => Math.min(1, rho));
    const kept = `Kept ${k} of ${left.rank} and ${q} of ${right.rank} principal components.`;
    const everything = Math.max(k, q) >= x.n - 1;
    return ok(rhos.reduce((sum, rho) => sum + rho, 0) / Math.min(k, q), {
      notes: [kept, ...rankNotes(x, y)],
      ...(everything ? { chance: 1 } : {}),
    });
  },
};

/** The smallest number of components that explain at least `share` of the variance. */
function componentsFor({ s }: Spectrum, share: number): number {
  const total = s.reduce((sum, value) => sum + value * value, 0);
  // Rounding must not cost a component when all the variance is asked for.
  const wanted = share * total * (1 - 1e-14);
  let explained = 0;
  for (const [i, value] of s.entries()) {
    explained += value * value;
    if (explained >= wanted) return i + 1;
  }
  return s.length;
}

/** The first k rows and q columns. */
function leading({ cols, data }: Matrix, k: number, q: number): Matrix {
  const part = new Float64Array(k * q);
  for (let i = 0; i < k; i++) part.set(data.subarray(i * cols, i * cols + q), i * q);
  return { rows: k, cols: q, data: part };
}
