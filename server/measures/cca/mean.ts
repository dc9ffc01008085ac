import type { ParameterValues } from '../../protocol';
import { choiceOf, none, ok, type Measure, type Outcome } from '../measure';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { canonicalCorrelations } from '../preparations/overlap';
import { constantReason } from '../preparations/variation';
import type { Prepared } from '../prepared';
import { basis, chanceSquared, rankNotes, spanNotes, spansEverything } from './canonicalCorrelations';

/** What mean CCA and mean squared CCA have in common. */
export const ccaMetadata = {
  version: 2,
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
    invertibleLinear: true,
    translation: true,
    affine: true,
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'denominator',
      kind: 'choice',
      default: 'rank',
      choices: ['rank', 'width'],
      summary: 'What the sum is divided by: the smaller numerical rank, or the smaller number of columns.',
    },
  ],
  deterministic: () => true,
  caveats: [
    'Needs many more rows than columns, about ten times as many: with fewer, unrelated data score high, and with n - 1 rows or fewer for a column each the value is always 1.',
    'Directions that are rounding noise count as much as the strongest one: the value depends on the rank tolerance when columns are nearly dependent.',
    'With denominator: width, a rank-deficient input scores below 1 against itself.',
    'The public example code of the 2019 CKA paper does not centre, which gives slightly different values; this one centres, as the definition does.',
  ],
  reference: {
    text: 'Raghu, Gilmer, Yosinski, Sohl-Dickstein: SVCCA, NeurIPS 2017; Kornblith et al., ICML 2019, section 3.',
    url: 'https://arxiv.org/abs/1905.00414',
  },
  uninformative: spansEverything,
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: () => 'bases',
  preparations: () => [magnitude, centred, basis],
} as const satisfies Omit<Measure, 'id' | 'title' | 'formula' | 'tex' | 'summary' | 'cost' | 'compare'>;

/** The mean of the canonical correlations to the given power. */
export function compareMean(x: Prepared, y: Prepared, parameters: ParameterValues, power: 1 | 2): Outcome {
  const constant = constantReason(x, y);
  if (constant !== null) return none('degenerate', constant);
  const left = x.get(basis);
  const right = y.get(basis);
  const byRank = choiceOf(parameters, 'denominator') === 'rank';
  const directions = Math.min(left.rank, right.rank);
  const denominator = byRank ? directions : Math.min(x.d, y.d);
  const rhos = x.with(y, canonicalCorrelations);
  const sum = rhos.reduce((total, rho) => total + rho ** power, 0);
  const chance = (chanceSquared(left, right, x.n) * directions) / denominator;
  // Of the unsquared mean no closed form is known, except where every correlation is 1.
  const known = power === 2 || Math.max(left.rank, right.rank) >= x.n - 1;
  return ok(sum / denominator, {
    notes: [...rankNotes(x, y), ...spanNotes(left, right, x.n)],
    ...(known ? { chance } : {}),
  });
}
