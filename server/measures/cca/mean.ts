import type { ParameterValues } from '../../protocol';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome, type Parameter } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { canonicalCorrelations } from '../preparations/overlap';
import { spectrum } from '../preparations/spectrum';
import { constantReason } from '../preparations/variation';
import { forProducts, numbers } from '../preparations/turned';
import type { Prepared } from '../prepared';
import { aggregateDetails, aggregatesOf } from './aggregates';
import {
  basis,
  chanceSquared,
  rankDetails,
  rankNotes,
  spanNotes,
  spansEverything,
} from './canonicalCorrelations';
import { ridgeMean } from './ridge';

/** What the sum of correlations is divided by. */
export const denominatorParameter = {
  name: 'denominator',
  kind: 'choice',
  default: 'rank',
  choices: ['rank', 'width'],
  summary: 'What the sum is divided by: the smaller numerical rank, or the smaller number of columns.',
} as const satisfies Parameter;

/** How much directions of small variance are held back. */
export const ridgeParameter = {
  name: 'ridge',
  kind: 'number',
  default: 0,
  min: 0,
  max: 1e12,
  summary:
    'Ridge CCA: holds back directions whose variance is small beside this share of the largest one; 0 counts all alike.',
} as const satisfies Parameter;

/** What mean CCA and mean squared CCA have in common. */
export const ccaMetadata = {
  version: 3,
  family: 'cca',
  compares: 'representations',
  direction: 'similarity',
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: true,
    invertibleLinear: numberOf(parameters, 'ridge') === 0,
    translation: true,
    affine: numberOf(parameters, 'ridge') === 0,
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  deterministic: () => true,
  caveats: [
    'Needs many more rows than columns, about ten times as many: with fewer, unrelated data score high, and with n - 1 rows or fewer for a column each every correlation is 1.',
    'Directions that are rounding noise count as much as the strongest one: the value depends on the rank tolerance when columns are nearly dependent. Ranks and tolerances are told with each score.',
    'With denominator: width, a rank-deficient input scores below 1 against itself.',
    'With ridge above 0 the sum is divided by the geometric mean of what the two inputs would score against themselves (Kornblith et al., appendix D), not by a rank: for inputs of unequal rank the value does not continue that of ridge: 0.',
    'The public example code of the 2019 CKA paper does not centre, which gives slightly different values; this one centres, as the definition does.',
  ],
  reference: {
    text: 'Raghu, Gilmer, Yosinski, Sohl-Dickstein: SVCCA, NeurIPS 2017; Kornblith et al., ICML 2019, section 3.',
    url: 'https://arxiv.org/abs/1905.00414',
  },
  uninformative: (n, d, e, parameters) =>
    numberOf(parameters, 'ridge') > 0 ? ridgedTwo(n) : spansEverything(n, d, e),
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: () => 'bases',
  preparations: (parameters) => [
    ...[magnitude, ...forProducts(true)],
    numberOf(parameters, 'ridge') > 0 ? spectrum : basis,
  ],
} as const satisfies Partial<Measure>;

/** The mean of the canonical correlations to the given power. */
export function compareMean(x: Prepared, y: Prepared, parameters: ParameterValues, power: 1 | 2): Outcome {
  const constant = constantReason(x, y, numbers(true));
  if (constant !== null) return none('degenerate', constant);
  const ridge = numberOf(parameters, 'ridge');
  if (ridge > 0) return ok(ridgeMean(x, y, ridge, power), { details: rankDetails(x, y, spectrum) });
  const [left, right] = [x.get(basis), y.get(basis)];
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
    details: [...rankDetails(x, y), ...(power === 2 ? aggregateDetails(aggregatesOf(rhos)) : [])],
    ...(known ? { chance } : {}),
  });
}

/** Two rows have one direction, and a ridge leaves directions as they are. */
function ridgedTwo(n: number): string | null {
  return n === 2 ? 'says nothing of any two rows that differ: more rows are needed' : null;
}
