import { choiceOf, flagOf, none, ok, type Measure } from '../measure';
import { pairCost, rankDetails } from '../cca/canonicalCorrelations';
import { basisOf } from '../preparations/basis';
import { dot } from '../../linalg/dot';
import { magnitude } from '../preparations/magnitude';
import { overlapOf } from '../preparations/overlap';
import { constantReason } from '../preparations/variation';
import { forProducts, numbers } from '../preparations/turned';

/**
 * Eigenspace overlap score of x [n x d] and y [n x e]: ||U^T U'||_F^2 / max(d, e) for orthonormal bases of the column
 * spaces. May, Zhang, Dao, Re, NeurIPS 2019.
 */
export const eos: Measure = {
  id: 'rsm.eos',
  version: 1,
  title: 'Eigenspace overlap score',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: true,
    invertibleLinear: true,
    translation: flagOf(parameters, 'centre'),
    affine: flagOf(parameters, 'centre'),
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'centre',
      kind: 'flag',
      default: false,
      summary:
        'Subtract each column’s mean first; then it is mean squared CCA up to the ratio of the widths.',
    },
    {
      name: 'denominator',
      kind: 'choice',
      default: 'width',
      choices: ['width', 'rank'],
      summary:
        'What the overlap is divided by: the larger number of columns, as defined, or the larger numerical rank.',
    },
  ],
  deterministic: () => true,
  formula: 'EOS = ‖UᵀU′‖²_F / max(D, D′),  U, U′ orthonormal bases of the column spaces',
  tex: String.raw`\frac{\lVert U^\top U' \rVert_F^2}{\max(D, D')}`,
  summary:
    'How much of the larger column space lies within the other, all directions counting alike. Made to tell whether ' +
    'compressed embeddings will serve a linear model as well.',
  caveats: [
    'Identical inputs score their rank divided by their width: below 1 with dependent columns or fewer rows than columns. denominator: rank makes it 1.',
    'With as many independent columns as rows a space is everything, whatever its columns hold.',
    'Without centring the common offset of all instances is one of the directions.',
    'A wider input can only be overlapped in part: the value is at most the ratio of the widths.',
  ],
  reference: {
    text: 'May, Zhang, Dao, Ré: On the Downstream Performance of Compressed Word Embeddings, NeurIPS 2019.',
    url: 'https://arxiv.org/abs/1909.01264',
  },
  uninformative: (n, d, e, parameters) => {
    const widest = Math.max(d, e);
    if (n - Number(flagOf(parameters, 'centre')) > widest) return null;
    return `needs more rows than columns: with ${n} rows, ${widest} independent columns span everything and only the numbers of columns count`;
  },
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: () => 'bases',
  preparations: (parameters) => {
    const centre = flagOf(parameters, 'centre');
    return [magnitude, ...forProducts(centre), basisOf(centre)];
  },
  cost: pairCost,
  compare(x, y, parameters) {
    const centre = flagOf(parameters, 'centre');
    const constant = centre ? constantReason(x, y, numbers(true)) : null;
    if (constant !== null) return none('degenerate', constant);
    const [left, right] = [x.get(basisOf(centre)), y.get(basisOf(centre))];
    const zero = left.rank === 0 ? 'first' : right.rank === 0 ? 'second' : null;
    if (zero !== null)
      return none('degenerate', `The ${zero} input is zero in every entry: it spans nothing.`);
    const { data } = x.with(y, overlapOf(centre));
    const byWidth = choiceOf(parameters, 'denominator') === 'width';
    const denominator = byWidth ? Math.max(x.d, y.d) : Math.max(left.rank, right.rank);
    // Two random subspaces of n - 1 dimensions; off-centre inputs share more than these.
    const chance = (left.rank * right.rank) / (x.n - 1) / denominator;
    return ok(dot(data, data) / denominator, {
      details: rankDetails(x, y, basisOf(centre)),
      ...(centre ? { chance: Math.min(1, chance) } : {}),
    });
  },
};
