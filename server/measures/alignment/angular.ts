import { flagOf, none, ok, type Measure } from '../measure';
import { alignable } from '../preparations/alignable';
import { alignedDistanceSquared, alignmentPreparations, centreParameter, rotationCost } from './rotation';

/**
 * Angular shape metric of x [n x d] and y [n x e], in radians; the narrower one padded with zero columns.
 * Williams, Kunz, Kornblith, Linderman, NeurIPS 2021.
 */
export const angular: Measure = {
  id: 'align.angular',
  version: 2,
  title: 'Angular shape metric',
  family: 'alignment',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, Math.PI / 2],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: flagOf(parameters, 'centre'),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [centreParameter],
  deterministic: () => true,
  formula: 'm = min_Q arccos ⟨R Q, R′⟩_F / (‖R‖_F ‖R′‖_F) = arccos(‖RᵀR′‖_* / (‖R‖_F ‖R′‖_F)),  QᵀQ = I',
  tex: String.raw`\min_{Q^\top Q = I} \arccos \frac{\langle XQ, Y \rangle_F}{\lVert X \rVert_F \lVert Y \rVert_F} = \arccos \frac{\lVert X^\top Y \rVert_*}{\lVert X \rVert_F \lVert Y \rVert_F}`,
  summary:
    'The angle that remains between the two inputs, each taken as one long unit vector, under the best rotation or ' +
    'reflection. It is the arc cosine of the normalised Bures similarity and a true metric, fit for clustering and maps.',
  caveats: [
    'The survey gives the range up to π; over all rotations and reflections it ends at π/2.',
    'Studies mostly centre first: centre: yes.',
    'For unrelated data the angle falls as columns are added to the same rows.',
  ],
  reference: {
    text: 'Williams, Kunz, Kornblith, Linderman: Generalized Shape Metrics on Neural Representations, NeurIPS 2021.',
    url: 'https://arxiv.org/abs/2110.14739',
  },
  uninformative: (n) => (n === 1 ? 'is 0 for any single row: more rows are needed' : null),
  rowsAdvised: (d, e) => Math.max(d, e),
  secondMoments: () => 'norms',
  preparations: alignmentPreparations,
  cost: rotationCost,
  compare(x, y, parameters) {
    const centre = flagOf(parameters, 'centre');
    const [left, right] = [x.get(alignable(centre)), y.get(alignable(centre))];
    const which = left.norm === 0 ? 'first' : right.norm === 0 ? 'second' : null;
    if (which !== null) {
      const how = centre ? 'once its column means are subtracted' : 'in every entry';
      return none('degenerate', `The ${which} input is zero ${how}: it has no angle to anything.`);
    }
    const squared = alignedDistanceSquared(x.engine, left, right, 1 / left.norm, 1 / right.norm);
    // From the chord: the arc cosine itself loses half of the digits of a small angle.
    return ok(2 * Math.asin(Math.min(1, Math.sqrt(squared) / 2)));
  },
};
