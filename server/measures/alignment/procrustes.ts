import type { ParameterValues } from '../../protocol';
import { choiceOf, flagOf, none, ok, type Measure, type Outcome } from '../measure';
import { magnitude } from '../preparations/magnitude';
import type { Prepared } from '../prepared';
import { unscaledSquare } from '../unscaled';
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
 * Orthogonal Procrustes distance of x [n x d] and y [n x e], the narrower one padded with zero columns.
 * Schonemann 1966; as a measure between networks: Ding, Denain, Steinhardt, NeurIPS 2021.
 */
export const procrustes: Measure = {
  id: 'align.procrustes',
  version: 3,
  title: 'Orthogonal Procrustes',
  family: 'alignment',
  compares: 'representations',
  direction: 'distance',
  range: (parameters) => {
    if (!isScaled(parameters)) return [0, Infinity];
    // Two unit vectors: at right angles at most, or opposite where signs cannot be turned.
    const furthest = overPermutations(parameters) ? 4 : 2;
    return [0, flagOf(parameters, 'squared') ? furthest : Math.sqrt(furthest)];
  },
  identity: () => 0,
  symmetric: true,
  metric: (parameters) => !flagOf(parameters, 'squared'),
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: !overPermutations(parameters),
    isotropicScaling: isScaled(parameters),
    invertibleLinear: false,
    translation: flagOf(parameters, 'centre'),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    centreParameter,
    overParameter,
    {
      name: 'scale',
      kind: 'choice',
      default: 'none',
      choices: ['none', 'frobenius'],
      summary:
        'frobenius divides each input by its Frobenius norm, so that its overall size changes nothing.',
    },
    {
      name: 'squared',
      kind: 'flag',
      default: false,
      summary: 'Return the square, as some authors do; it is no metric.',
    },
  ],
  deterministic: () => true,
  formula: 'm = min_Q ‖R Q − R′‖_F = √(‖R‖²_F + ‖R′‖²_F − 2 ‖RᵀR′‖_*),  QᵀQ = I, or Q a permutation',
  tex: String.raw`\min_{Q \in G} \lVert XQ - Y \rVert_F, \quad G = O(d): \ \sqrt{\lVert X \rVert_F^2 + \lVert Y \rVert_F^2 - 2 \lVert X^\top Y \rVert_*}`,
  summary:
    'How far apart the two clouds of instances stay under the best rotation or reflection of one onto the other. Every ' +
    'direction counts by its size, so it notices low-variance changes that CKA overlooks.',
  caveats: [
    'Without scaling it grows with the number of rows, the number of columns and the size of the activations: compare such values only between pairs of the same shape.',
    'centre: yes, scale: frobenius is the setting used most in studies; it lies between 0 and √2 (over permutations, 2).',
    'over: permutations is the one-to-one matching distance: neurons stay as they are, so it is never smaller than the distance under rotations.',
    'Several libraries return the square, or half of it.',
    'The survey asks for equal widths; the closed form is the distance after padding with zero columns.',
  ],
  reference: {
    text: 'Ding, Denain, Steinhardt: Grounding Representation Similarity with Statistical Testing, NeurIPS 2021.',
    url: 'https://arxiv.org/abs/2108.01661',
  },
  obstacle: (n, _d, _e, parameters) => (isScaled(parameters) ? loneRow(n, parameters) : null),
  uninformative: (n, _d, _e, parameters) => {
    if (isScaled(parameters)) return turnedOntoEachOther(n, parameters);
    return n === 1 && flagOf(parameters, 'centre') ? 'is 0 for any single row that is centred' : null;
  },
  rowsAdvised: (d, e, parameters) => (overPermutations(parameters) ? 0 : Math.max(d, e)),
  secondMoments: () => 'norms',
  preparations: alignmentPreparations,
  cost: alignmentCost,
  compare(x, y, parameters) {
    const { norms, distanceSquared } = alignment(x, y, parameters);
    const squared = flagOf(parameters, 'squared');
    if (isScaled(parameters)) {
      if (norms[0] === 0) return nothing('first', parameters);
      if (norms[1] === 0) return nothing('second', parameters);
      const distance = distanceSquared(1 / norms[0], 1 / norms[1]);
      return ok(squared ? distance : Math.sqrt(distance));
    }
    const unit = commonUnit(x, y);
    const distance = distanceSquared(x.get(magnitude).scale / unit, y.get(magnitude).scale / unit);
    return squared ? unscaledSquare(distance, unit) : ok(Math.sqrt(distance) * unit);
  },
};

function isScaled(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'scale') === 'frobenius';
}

/** The larger of the two scales the inputs were divided by. */
function commonUnit(x: Prepared, y: Prepared): number {
  return Math.max(x.get(magnitude).scale, y.get(magnitude).scale);
}

function nothing(which: string, parameters: Parameters<Measure['compare']>[2]): Outcome {
  const left = flagOf(parameters, 'centre') ? 'once its column means are subtracted' : 'in every entry';
  return none('degenerate', `The ${which} input is zero ${left}: it cannot be scaled to norm 1.`);
}
