import { choiceOf, none, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { canonicalCorrelations, overlapOf, principalOverlapOf } from '../preparations/overlap';
import { spectrum } from '../preparations/spectrum';
import { constantReason } from '../preparations/variation';
import { forProducts, numbers } from '../preparations/turned';
import type { Prepared } from '../prepared';
import { basis, pairCost, rankDetails, rankNotes, spanNotes, spansEverything } from './canonicalCorrelations';
import { googleWeights, variateWeights } from './projectionWeights';

/**
 * Projection-weighted CCA of x [n x d] and y [n x e], weights from x.
 * Morcos, Raghu, Bengio, NeurIPS 2018.
 */
export const pwcca: Measure = {
  id: 'cca.pwcca',
  version: 3,
  title: 'PWCCA',
  family: 'cca',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: false,
  metric: () => false,
  invariances: (parameters) => ({
    permutation: choiceOf(parameters, 'compat') === 'none',
    orthogonal: false,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: choiceOf(parameters, 'compat') === 'none',
    affine: false,
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'compat',
      kind: 'choice',
      default: 'none',
      choices: ['none', 'google'],
      summary:
        'none is the published definition; google follows the authors’ code, which leaves the whitening out.',
    },
  ],
  deterministic: () => true,
  formula:
    'PWCCA = Σ αᵢ ρᵢ / Σ αᵢ,  αᵢ = Σⱼ |⟨hᵢ, xⱼ⟩|,  hᵢ unit canonical variates of x, xⱼ its centred columns',
  tex: String.raw`\frac{\sum_i \alpha_i \rho_i}{\sum_i \alpha_i}, \quad \alpha_i = \sum_j \lvert \langle h_i, x_j \rangle \rvert`,
  summary:
    'Mean CCA in which a canonical direction counts by how much of the first input it accounts for. Swapping the inputs ' +
    'changes the weights and so the value.',
  caveats: [
    'Asymmetric: the weights come from the first input. Average both orders where one number per pair is wanted.',
    'The survey lists it as changing under permutations of the neurons; by its formula it does not.',
    'The code of the authors, which other libraries copied, omits the inverse square root of the covariance and adds the means back; compat: google does the same. Its values then depend on the signs of singular vectors, which are arbitrary: expect agreement to two decimals.',
    'Equal canonical correlations leave the weights undetermined among themselves, which does not change the value.',
    'Like all of CCA it needs many more rows than columns.',
  ],
  reference: {
    text: 'Morcos, Raghu, Bengio: Insights on representational similarity in neural networks with canonical correlation, NeurIPS 2018.',
    url: 'https://arxiv.org/abs/1806.05759',
  },
  obstacle: (n, d, e, parameters) => {
    if (choiceOf(parameters, 'compat') !== 'google') return null;
    if (d > e)
      return `with compat: google takes a first input no wider than the second: ${d} and ${e} columns`;
    return n > d ? null : `with compat: google needs more rows than columns: ${n} and ${d}`;
  },
  uninformative: spansEverything,
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: (parameters) => (choiceOf(parameters, 'compat') === 'none' ? 'bases' : null),
  preparations: (parameters) => [
    ...[magnitude, ...forProducts(true), basis],
    ...(choiceOf(parameters, 'compat') === 'google' ? [spectrum] : []),
  ],
  cost: (n, d, e) => {
    const cross = pairCost(n, d, e);
    const r = Math.min(n, d);
    const q = Math.min(n, e);
    return {
      operations: cross.operations + 2 * r * r * q + 5 * r ** 3 + 2 * r * r * d,
      bytes: cross.bytes + 8 * (2 * r * r + r * d),
    };
  },
  compare(x, y, parameters) {
    const constant = constantReason(x, y, numbers(true));
    if (constant !== null) return none('degenerate', constant);
    const google = choiceOf(parameters, 'compat') === 'google';
    if (google && x.get(basis).rank < x.d) {
      return none(
        'undefined',
        'PWCCA with compat: google needs columns of the first input that are independent.',
      );
    }
    const { correlations, vectors } = canonicalVectors(x, y, google);
    const weights = google ? googleWeights(x, vectors) : variateWeights(x, vectors, correlations.length);
    let total = 0;
    let sum = 0;
    for (const [i, rho] of correlations.entries()) {
      total += weights[i] ?? 0;
      sum += (weights[i] ?? 0) * rho;
    }
    return ok(sum / total, {
      notes: [...rankNotes(x, y), ...spanNotes(x.get(basis), y.get(basis), x.n)],
      details: rankDetails(x, y),
      ...(Math.max(x.get(basis).rank, y.get(basis).rank) >= x.n - 1 ? { chance: 1 } : {}),
    });
  },
};

/**
 * The canonical correlations, largest first, and the directions they belong to in the basis of x, or in that of its
 * singular vectors (one a row, r of them: those beyond the correlations complete the basis).
 */
function canonicalVectors(x: Prepared, y: Prepared, principal: boolean) {
  const overlap = x.with(y, principal ? principalOverlapOf(true) : overlapOf(true));
  // Eigenvectors of C C^T rather than singular vectors of C: a complete basis even where correlations are zero.
  const { vectors } = x.engine.eigenSymmetric(x.engine.gram(overlap, 'rows'));
  return { correlations: x.with(y, canonicalCorrelations), vectors };
}
