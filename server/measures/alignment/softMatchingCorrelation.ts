import { permutationScaleShift } from '../invariances';
import { none, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { constantNotes, correlations, unitColumns } from '../preparations/unitColumns';
import { constantReason } from '../preparations/variation';
import { cheapestPlan, planCosting } from './columnTransport';
import { softMatching } from './softMatching';

/**
 * The correlation score of soft matching, x [n x d] and y [n x e]: the largest mean correlation that a plan between
 * their columns reaches. Khosla and Williams, UniReps at NeurIPS 2023.
 */
export const softMatchingCorrelation: Measure = {
  id: 'align.soft_matching_correlation',
  version: 1,
  title: 'Soft matching correlation',
  family: 'alignment',
  compares: 'representations',
  direction: 'similarity',
  range: () => [-1, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => permutationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [],
  deterministic: () => true,
  formula: 's = max_P Σᵢⱼ Pᵢⱼ corr(rᵢ, r′ⱼ),  P ≥ 0, Σⱼ Pᵢⱼ = 1/d, Σᵢ Pᵢⱼ = 1/d′',
  tex: String.raw`\max_{P \in T(d, d')} \sum_{ij} P_{ij} \operatorname{corr}\!\left(X_{:,i}, Y_{:,j}\right), \quad T(d, d') = \Big\{ P \ge 0 : \textstyle\sum_j P_{ij} = \tfrac{1}{d},\ \sum_i P_{ij} = \tfrac{1}{d'} \Big\}`,
  summary:
    'The mean correlation of matched neurons, where a neuron may be split among several and every neuron of both inputs ' +
    'takes part with the same weight. For equal widths it is the strict correlation match; unlike that it leaves no neuron out.',
  caveats: [
    'Scaling single neurons by positive factors changes nothing, rotating the neurons among each other does.',
    'Neurons without variation have no correlation: counted as 0 and reported.',
    'The best of many correlations is high by chance: about √(2 ln d / n) for unrelated neurons.',
    'Unequal widths are solved exactly as a transport problem, whose time grows with the cube of the widths: seconds for 2000 neurons, half a minute for 4000.',
  ],
  reference: softMatching.reference,
  uninformative: (n) =>
    n === 2 ? 'only sees the signs of differences for any two rows: more rows are needed' : null,
  // Until the best of unrelated correlations is about 0.1.
  rowsAdvised: (d, e) => Math.ceil(200 * Math.log(1 + Math.max(d, e))),
  secondMoments: () => 'norms',
  preparations: () => [magnitude, centred, unitColumns],
  cost: planCosting,
  compare(x, y) {
    const reason = constantReason(x, y);
    if (reason !== null) return none('degenerate', reason);
    const found = x.with(y, correlations);
    const plan = cheapestPlan(x.engine, { ...found, data: found.data.map((value) => -value) });
    const value = plan.reduce(
      (sum, { i, j, share }) => sum + share * (found.data[i * found.cols + j] ?? 0),
      0,
    );
    const details = [{ name: 'pairs of neurons that are matched', value: plan.length }];
    return ok(value, { details, notes: constantNotes(x, y) });
  },
};
