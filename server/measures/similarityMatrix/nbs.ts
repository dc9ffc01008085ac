import { rotationScale } from '../invariances';
import { flagOf, none, ok, type Measure } from '../measure';
import { loneRow } from '../alignment/group';
import { rotationCost } from '../alignment/rotation';
import { alignable, nuclearNorm } from '../preparations/alignable';
import { magnitude } from '../preparations/magnitude';
import { forProducts } from '../preparations/turned';

/**
 * Normalised Bures similarity of the linear kernels of x [n x d] and y [n x e]: ||X^T Y||_* / (||X||_F ||Y||_F).
 * Tang, Maddix, Dieng, Bahri 2020.
 */
export const nbs: Measure = {
  id: 'rsm.nbs',
  version: 1,
  title: 'Normalised Bures similarity',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({ ...rotationScale, translation: flagOf(parameters, 'centre') }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'centre',
      kind: 'flag',
      default: false,
      summary: 'Subtract each column’s mean first, as the authors’ code centres the kernels.',
    },
  ],
  deterministic: () => true,
  formula: 'NBS = tr (S^½ S′ S^½)^½ / √(tr S · tr S′) = ‖RᵀR′‖_* / (‖R‖_F ‖R′‖_F),  S = RRᵀ, S′ = R′R′ᵀ',
  tex: String.raw`\frac{\operatorname{tr}\big((S^{1/2} S' S^{1/2})^{1/2}\big)}{\sqrt{\operatorname{tr} S \, \operatorname{tr} S'}} = \frac{\lVert X^\top Y \rVert_*}{\lVert X \rVert_F \lVert Y \rVert_F}, \quad S = XX^\top, \; S' = YY^\top`,
  summary:
    'The cosine that remains between the two inputs under the best rotation. Where CKA weighs directions by the squares ' +
    'of their variances, this weighs them by the variances, and so sees more of the small ones.',
  caveats: [
    'The survey prints the root outside the trace; then identical inputs would not score 1.',
    'Its arc cosine is the angular shape metric, and it is a metric; the similarity itself is none.',
    'The survey does not centre; the authors’ code does: centre: yes.',
    'For unrelated data it rises as columns are added to the same rows.',
  ],
  reference: {
    text: 'Tang, Maddix, Dieng, Bahri: Similarity of Neural Networks with Gradients, 2020.',
    url: 'https://arxiv.org/abs/2003.11498',
  },
  obstacle: (n, _d, _e, parameters) => loneRow(n, parameters),
  uninformative: (n, _d, _e, parameters) => {
    if (n === 1) return 'is 1 for any single row: more rows are needed';
    return n === 2 && flagOf(parameters, 'centre')
      ? 'is 1 for any two rows that differ: more rows are needed'
      : null;
  },
  rowsAdvised: (d, e) => Math.max(d, e),
  secondMoments: () => 'norms',
  preparations: (parameters) => {
    const centre = flagOf(parameters, 'centre');
    return [magnitude, ...forProducts(centre), alignable(centre)];
  },
  cost: rotationCost,
  compare(x, y, parameters) {
    const centre = flagOf(parameters, 'centre');
    const [left, right] = [x.get(alignable(centre)).norm, y.get(alignable(centre)).norm];
    const which = left === 0 ? 'first' : right === 0 ? 'second' : null;
    if (which !== null) {
      const how = centre ? 'once its column means are subtracted' : 'in every entry';
      return none('degenerate', `The ${which} input is zero ${how}: it is like nothing.`);
    }
    return ok(x.with(y, nuclearNorm(centre)) / left / right);
  },
};
