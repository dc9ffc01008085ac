import type { ParameterValues } from '../../protocol';
import { flagOf, none, numberOf, ok, type Measure } from '../measure';
import { leftSpectrum } from '../preparations/leftSpectrum';
import { magnitude } from '../preparations/magnitude';
import type { Prepared } from '../prepared';
import { generalisedLogarithms, type Definite } from './generalisedEigenvalues';

/** Singular values of R that differ by more than this factor leave few digits of the smallest. */
const mostCondition = 1e6;

/** Variances below this share of the shrinkage leave few digits of a distance. */
const lost = 1e-10;

/**
 * The affine-invariant Riemannian distance between the n x n matrices R R^T / d of x [n x d] and y [n x e]. Shahbazi,
 * Shirali, Aghajan, Nili 2021. Computed from singular values, which keep the digits that the matrices lose.
 */
export const riemann: Measure = {
  id: 'rsm.riemann',
  version: 2,
  title: 'Riemannian distance',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, Infinity],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: false,
    invertibleLinear: false,
    translation: flagOf(parameters, 'centre'),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'shrinkage',
      kind: 'number',
      default: 0,
      min: 0,
      max: 1e6,
      summary:
        'Added to the diagonal of both matrices. They need it where there are more rows than columns; 0.1 is what the ' +
        "authors' code adds then.",
    },
    {
      name: 'centre',
      kind: 'flag',
      default: false,
      summary: 'Subtract the mean of every column first; this takes a rank and so needs shrinkage.',
    },
  ],
  deterministic: () => true,
  formula:
    'm = √(Σᵢ log² λᵢ),  λᵢ the n eigenvalues of S⁻¹S′,  S = RRᵀ/d + shrinkage · I, S′ = R′R′ᵀ/d′ + shrinkage · I',
  tex: String.raw`\sqrt{\sum_{i=1}^{n} \log^2 \lambda_i(S^{-1} S')}, \quad S = \tfrac{1}{d} R R^\top + \varepsilon I, \quad S' = \tfrac{1}{d'} R' R'^\top + \varepsilon I`,
  summary:
    'The length of the shortest path between two similarity matrices in the curved space of positive definite ' +
    'matrices. Directions of small variance count as much as those of large variance.',
  caveats: [
    'Defined only where both matrices have full rank: no more rows than columns, or with shrinkage. Few conditions or class means as rows are the usual case.',
    'With shrinkage the value hangs on the scale of the data and on the amount: the directions in which neither input varies add nothing, those in which one varies add log²(1 + its variance / shrinkage).',
    'It is not invariant to scaling: n log² of the squared ratio is added under the root when shapes agree.',
    'It grows with the number of rows: only values of equal n compare.',
  ],
  reference: {
    text: 'Shahbazi, Shirali, Aghajan, Nili: Using distance on the Riemannian manifold to compare representations in brain and in models, NeuroImage 239, 2021.',
    url: 'https://doi.org/10.1016/j.neuroimage.2021.118271',
  },
  obstacle: (n, d, e, parameters) => {
    const { shrinkage, centre } = choices(parameters);
    if (shrinkage > 0) return null;
    if (centre) return 'with centre: yes has no full rank: it needs shrinkage, such as shrinkage: 0.1';
    const narrow = Math.min(d, e);
    return n > narrow
      ? `needs no more rows than columns (${n} against ${narrow}): give fewer rows, such as class means, or shrinkage: 0.1`
      : null;
  },
  preparations: (parameters) => [magnitude, leftSpectrum(choices(parameters).centre)],
  cost: (n, d, e) => {
    const side = Math.min(n, Math.min(n, d) + Math.min(n, e));
    return { operations: 6 * n * side * side + 40 * side ** 3, bytes: 8 * (3 * n * side + 8 * side * side) };
  },
  compare(x, y, parameters) {
    const { shrinkage, centre } = choices(parameters);
    const [p, q] = [definiteOf(x, shrinkage, centre), definiteOf(y, shrinkage, centre)];
    for (const [which, { u, s }] of [
      ['first', p],
      ['second', q],
    ] as const) {
      if (s.length === 0) {
        const how = centre ? ' once its columns are centred' : ' in every entry';
        return none('degenerate', `The ${which} input is zero${how}.`);
      }
      if (shrinkage === 0 && s.length < u.rows) {
        const rank = `rank ${s.length} of ${u.rows}`;
        return none(
          'degenerate',
          `The rows of the ${which} input depend on each other (${rank}): give shrinkage, such as 0.1.`,
        );
      }
    }
    const condition = Math.max(conditionOf(p), conditionOf(q));
    if (!(condition * Number.EPSILON < 1)) {
      return none('degenerate', 'The shrinkage vanishes beside numbers this large: rounding would decide.');
    }
    const logarithms = generalisedLogarithms(x.engine, p, q);
    const squares = logarithms.reduce((sum, value) => sum + value * value, 0);
    // Directions that neither input has were left out.
    const [first = 0, last = 0] = [logarithms[0], logarithms.at(-1)];
    const one = logarithms.length < x.n;
    const vanishing = [p, q].every(({ s, shrinkage: added }) => (s[0] ?? 0) ** 2 < lost * added);
    const shrunk = `Beside a shrinkage of ${shrinkage} the numbers of both inputs all but vanish, and so does the distance: give less.`;
    const singular =
      'The similarity matrices are close to singular: rounding decides the smallest eigenvalues.';
    return ok(Math.sqrt(squares), {
      details: [
        { name: 'largest eigenvalue', value: Math.exp(one ? Math.max(first, 0) : first) },
        { name: 'smallest eigenvalue', value: Math.exp(one ? Math.min(last, 0) : last) },
        { name: 'condition number', value: condition * condition },
      ],
      notes: [...(condition > mostCondition ? [singular] : []), ...(vanishing ? [shrunk] : [])],
    });
  },
};

/** R R^T / d + shrinkage I in a unit of its own, so that no size of numbers overflows. */
function definiteOf(of: Prepared, shrinkage: number, centre: boolean): Definite {
  const { u, s } = of.get(leftSpectrum(centre));
  const unit = Math.log(of.get(magnitude).scale) - Math.log(of.d) / 2;
  const [data, added] = [2 * (Math.log(s[0] ?? 0) + unit), Math.log(shrinkage)];
  const most = Math.max(data, added);
  const logarithm = most + Math.log(Math.exp(data - most) + Math.exp(added - most));
  const factor = Math.exp(unit - logarithm / 2);
  return { u, s: s.map((value) => value * factor), shrinkage: Math.exp(added - logarithm), logarithm };
}

/** Of the root of the matrix. */
function conditionOf({ u, s, shrinkage }: Definite): number {
  const root = Math.sqrt(shrinkage);
  return Math.hypot(s[0] ?? 0, root) / Math.hypot(s.length < u.rows ? 0 : (s.at(-1) ?? 0), root);
}

function choices(parameters: ParameterValues): { shrinkage: number; centre: boolean } {
  return { shrinkage: numberOf(parameters, 'shrinkage'), centre: flagOf(parameters, 'centre') };
}
