import { flagOf, none, ok, type Measure } from '../measure';
import {
  alignment,
  alignmentCost,
  alignmentPreparations,
  centreParameter,
  loneRow,
  overParameter,
  overPermutations,
  turnedOntoEachOther,
} from './group';

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
  range: (parameters) => [0, overPermutations(parameters) ? Math.PI : Math.PI / 2],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: !overPermutations(parameters),
    isotropicScaling: true,
    invertibleLinear: false,
    translation: flagOf(parameters, 'centre'),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [centreParameter, overParameter],
  deterministic: () => true,
  formula:
    'm = min_Q arccos ⟨R Q, R′⟩_F / (‖R‖_F ‖R′‖_F) = arccos(‖RᵀR′‖_* / (‖R‖_F ‖R′‖_F)),  QᵀQ = I, or Q a permutation',
  tex: String.raw`\min_{Q \in G} \arccos \frac{\langle XQ, Y \rangle_F}{\lVert X \rVert_F \lVert Y \rVert_F}, \quad G = O(d): \ \arccos \frac{\lVert X^\top Y \rVert_*}{\lVert X \rVert_F \lVert Y \rVert_F}`,
  summary:
    'The angle that remains between the two inputs, each taken as one long unit vector, under the best rotation or ' +
    'reflection. It is the arc cosine of the normalised Bures similarity and a true metric, fit for clustering and maps.',
  caveats: [
    'The survey gives the range up to π; over all rotations and reflections it ends at π/2, over permutations it does reach π.',
    'over: permutations keeps the neurons as they are and is never smaller; the narrower input is padded with neurons that are 0.',
    'Studies mostly centre first: centre: yes.',
    'For unrelated data the angle falls as columns are added to the same rows.',
  ],
  reference: {
    text: 'Williams, Kunz, Kornblith, Linderman: Generalized Shape Metrics on Neural Representations, NeurIPS 2021.',
    url: 'https://arxiv.org/abs/2110.14739',
  },
  obstacle: (n, _d, _e, parameters) => loneRow(n, parameters),
  uninformative: (n, _d, _e, parameters) => turnedOntoEachOther(n, parameters),
  rowsAdvised: (d, e, parameters) => (overPermutations(parameters) ? 0 : Math.max(d, e)),
  secondMoments: () => 'norms',
  preparations: alignmentPreparations,
  cost: alignmentCost,
  compare(x, y, parameters) {
    const { norms, distanceSquared } = alignment(x, y, parameters);
    const which = norms[0] === 0 ? 'first' : norms[1] === 0 ? 'second' : null;
    if (which !== null) {
      const how = flagOf(parameters, 'centre') ? 'once its column means are subtracted' : 'in every entry';
      return none('degenerate', `The ${which} input is zero ${how}: it has no angle to anything.`);
    }
    const squared = distanceSquared(1 / norms[0], 1 / norms[1]);
    // From the chord: the arc cosine itself loses half of the digits of a small angle.
    return ok(2 * Math.asin(Math.min(1, Math.sqrt(squared) / 2)));
  },
};
