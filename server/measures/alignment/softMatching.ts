import { choiceOf, flagOf, none, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { columns } from '../preparations/columns';
import { magnitude } from '../preparations/magnitude';
import { cheapestPlan, planCost, planCosting, squaredDistances } from './columnTransport';
import { loneRow } from './group';

/**
 * Soft matching distance of x [n x d] and y [n x e]: the 2-Wasserstein distance of their columns, d points of weight 1/d
 * and e points of weight 1/e. Khosla and Williams, UniReps at NeurIPS 2023.
 */
export const softMatching: Measure = {
  id: 'align.soft_matching',
  version: 1,
  title: 'Soft matching distance',
  family: 'alignment',
  compares: 'representations',
  direction: 'distance',
  // The longest way of all mass: between two columns of length 1.
  range: (parameters) => [0, choiceOf(parameters, 'scale') === 'none' ? Infinity : 2],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: false,
    isotropicScaling: choiceOf(parameters, 'scale') === 'frobenius',
    invertibleLinear: false,
    translation: flagOf(parameters, 'centre'),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'centre',
      kind: 'flag',
      default: true,
      summary: 'Subtract each column’s mean first, so that shifting all instances changes nothing.',
    },
    {
      name: 'scale',
      kind: 'choice',
      default: 'frobenius',
      choices: ['frobenius', 'none'],
      summary:
        'frobenius divides each input by its Frobenius norm, so that its overall size changes nothing.',
    },
  ],
  deterministic: () => true,
  formula: 'm² = min_P Σᵢⱼ Pᵢⱼ ‖rᵢ − r′ⱼ‖²,  P ≥ 0, Σⱼ Pᵢⱼ = 1/d, Σᵢ Pᵢⱼ = 1/d′',
  tex: String.raw`\sqrt{\min_{P \in T(d, d')} \sum_{ij} P_{ij} \lVert X_{:,i} - Y_{:,j} \rVert^2}, \quad T(d, d') = \Big\{ P \ge 0 : \textstyle\sum_j P_{ij} = \tfrac{1}{d},\ \sum_i P_{ij} = \tfrac{1}{d'} \Big\}`,
  summary:
    'How far the neurons of one input have to be moved to become those of the other, when a neuron may be split among ' +
    'several. Inputs of different widths are compared without padding; single neurons matter, rotations among them are seen.',
  caveats: [
    'For equal widths nothing is split: it is the permutation Procrustes distance divided by √d.',
    'Unequal widths are solved exactly as a transport problem, whose time grows with the cube of the widths: seconds for 2000 neurons, half a minute for 4000.',
    'With scale: frobenius columns have squared length 1/d on average, so that values fall as inputs get wider.',
    'The weights 1/d of the neurons are those of the paper as the survey understands it.',
  ],
  reference: {
    text: 'Khosla, Williams: Soft Matching Distance: A metric on neural representations that captures single-neuron tuning, UniReps Workshop at NeurIPS 2023.',
    url: 'https://arxiv.org/abs/2311.09466',
  },
  obstacle: (n, _d, _e, parameters) =>
    choiceOf(parameters, 'scale') === 'frobenius' ? loneRow(n, parameters) : null,
  uninformative: (n, _d, _e, parameters) =>
    n === 1 && flagOf(parameters, 'centre') ? 'is 0 for any single row that is centred' : null,
  secondMoments: () => 'norms',
  preparations: (parameters) => {
    const centre = flagOf(parameters, 'centre');
    return [magnitude, ...(centre ? [centred] : []), columns(centre)];
  },
  cost: planCosting,
  compare(x, y, parameters) {
    const centre = flagOf(parameters, 'centre');
    const [left, right] = [x.get(columns(centre)), y.get(columns(centre))];
    const scales = [x.get(magnitude).scale, y.get(magnitude).scale] as const;
    let unit = Math.max(...scales);
    let [a, b] = [scales[0] / unit, scales[1] / unit];
    if (choiceOf(parameters, 'scale') === 'frobenius') {
      const which = left.norm === 0 ? 'first' : right.norm === 0 ? 'second' : null;
      if (which !== null) {
        const how = centre ? 'once its column means are subtracted' : 'in every entry';
        return none('degenerate', `The ${which} input is zero ${how}: it cannot be scaled to norm 1.`);
      }
      [a, b, unit] = [1 / left.norm, 1 / right.norm, 1];
    }
    const plan = cheapestPlan(x.engine, squaredDistances(x.engine, left, right, a, b));
    const details = [{ name: 'pairs of neurons that are matched', value: plan.length }];
    return ok(Math.sqrt(planCost(x.engine, left, right, plan, a, b)) * unit, { details });
  },
};
