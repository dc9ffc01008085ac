import type { Labels } from '../../tensors/representation';
import { rotationScale } from '../invariances';
import type { Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { unitRows } from '../preparations/unitRows';
import type { Prepared } from '../prepared';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';

/**
 * The difference of the tolerances of x [n x d] and y [n x e], given the classes of the instances.
 * Wang, Liu: Understanding the Behaviour of Contrastive Loss, CVPR 2021; as in Klabunde et al., arXiv 2305.06329.
 */
export const tolerance: Measure = {
  ...ofStatistics,
  id: 'stat.tolerance',
  version: 2,
  title: 'Tolerance',
  range: () => [0, 1],
  invariances: () => rotationScale,
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: true },
  parameters: [],
  formula: 'm = |T − T′|,  T = (1/n²) Σᵢⱼ cos(R_i, R_j) [yᵢ = yⱼ] = (1/n²) Σ_c ‖Σ_{yᵢ = c} R_i / ‖R_i‖‖²',
  tex: String.raw`\lvert T(R) - T(R') \rvert, \quad T(R) = \frac{1}{n^2} \sum_{i=1}^{n} \sum_{j=1}^{n} \cos(R_i, R_j) \, [y_i = y_j]`,
  summary:
    'How close together an input keeps the instances of one class, by the cosines between them: one number for each ' +
    'input, and how much the two numbers differ. It needs the class of each instance.',
  caveats: [
    ...statisticCaveats,
    'The largest possible tolerance is Σ (n_c / n)², less than 1 for more than one class; the details hold the mean over the pairs of one class too, which goes up to 1.',
    'The sums over pairs are squares of lengths: no tolerance is below 0, though the survey lets it go to −1.',
    'The sum holds each instance with itself.',
  ],
  reference: {
    text: 'Wang, Liu: Understanding the Behaviour of Contrastive Loss, CVPR 2021.',
    url: 'https://arxiv.org/abs/2012.09740',
  },
  uninformative: (n) => (n === 1 ? 'is 0 for any single row: more rows are needed' : null),
  preparations: () => [magnitude, unitRows],
  cost: (n, d, e) => ({
    operations: 20 * n * (d + e),
    bytes: 16 * n + 8 * Math.max(d, e) * Math.min(n, 1000),
  }),
  compare(x, y) {
    const { labels } = x.representation;
    if (labels === undefined) throw new TypeError('labels are missing');
    const outcome = difference(statisticOf(x, labels), statisticOf(y, labels));
    if (labels.count < x.n || outcome.value === null) return outcome;
    const note = 'No two instances are of one class: the sum holds each instance with itself only.';
    return { ...outcome, notes: [...outcome.notes, note] };
  },
};

function statisticOf(of: Prepared, { classes, count }: Labels): Statistic {
  const { matrix, zeroRows } = of.get(unitRows);
  const { cols, data } = matrix;
  if (zeroRows === of.n) {
    return { missing: (which) => `The ${which} input is zero in every entry: its rows have no direction.` };
  }
  const sums = new Float64Array(count * cols);
  const sizes = new Float64Array(count);
  classes.forEach((c, i) => {
    if (i % 8 === 0) of.engine.poll();
    sizes[c] = (sizes[c] ?? 0) + 1;
    for (let j = 0; j < cols; j++) sums[c * cols + j] = (sums[c * cols + j] ?? 0) + (data[i * cols + j] ?? 0);
  });
  const inClass = sums.reduce((sum, value) => sum + value * value, 0);
  const pairs = sizes.reduce((sum, size) => sum + size * size, 0);
  const note = (which: string): string =>
    `The ${which} input has ${zeroRows} zero rows, which have no direction: counted as cosine 0 to all.`;
  return {
    value: inClass / of.n / of.n,
    parts: [{ name: 'mean over pairs of one class', value: inClass / pairs }],
    notes: zeroRows > 0 ? [note] : [],
  };
}
