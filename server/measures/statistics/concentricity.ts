import { rotationScale } from '../invariances';
import type { Measure } from '../measure';
import { magnitude as scaleOf } from '../preparations/magnitude';
import { unitRows } from '../preparations/unitRows';
import { scaled } from '../preparations/scaled';
import type { Preparation, Prepared } from '../prepared';
import { lengthOf, rowMean } from './magnitude';
import { spreadOverModels, whyThree } from './spread';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';
import { survey } from '../survey';

interface Directions {
  /** The cosine of each row with the mean row; 0 for zero rows, all 0 without a mean direction. */
  readonly cosines: Float64Array;
  readonly zeroRows: readonly number[];
  /** Whether the mean row is zero, but for rounding. */
  readonly centred: boolean;
}

const directions: Preparation<Directions> = {
  id: 'directions',
  cost: (n, d) => ({ operations: 40 * n * d, bytes: 8 * n }),
  make: (of) => {
    const { data, cols } = of.get(unitRows).matrix;
    const mean = of.get(rowMean);
    const length = lengthOf(mean);
    const { largest, scale } = of.get(scaleOf);
    // The sum of n numbers is known to some units in the last place of the largest.
    const centred = length <= 4 * Number.EPSILON * (largest / scale) * Math.sqrt(cols);
    const zeroRows: number[] = [];
    const cosines = Float64Array.from({ length: of.n }, (_, i) => {
      if (i % 8 === 0) of.engine.poll();
      let [product, squares] = [0, 0];
      for (let j = 0; j < cols; j++) {
        const value = data[i * cols + j] ?? 0;
        product += value * ((mean[j] ?? 0) / (length || 1));
        squares += value * value;
      }
      if (squares === 0) zeroRows.push(i);
      return centred ? 0 : Math.max(-1, Math.min(1, product));
    });
    return { cosines, zeroRows, centred };
  },
};

/**
 * The difference of the mean cosines between rows and mean row of x [n x d] and y [n x e]; of a set of models the
 * spread of these cosines. Wang, Rao, Guo, Wang, Liu, Guan: Towards Understanding the Instability of Network Embedding,
 * IEEE TKDE 34(2), 2022; as in Klabunde et al., arXiv 2305.06329.
 */
export const concentricity: Measure = {
  ...ofStatistics,
  id: 'stat.concentricity',
  version: 1,
  title: 'Concentricity',
  // Of the cosines with their own mean direction the mean is negative only where rows are of very unequal length.
  range: () => [0, 2],
  invariances: () => rotationScale,
  needs: { rows: 1, equalWidths: false, matchedRows: false, labels: false },
  parameters: [],
  formula: 'm = |α − α′|,  α = (1/n) Σᵢ cos(R_i, R̄),  R̄ = (1/n) Σᵢ R_i, the mean over instances',
  tex: String.raw`\Bigl\lvert \tfrac{1}{n} \textstyle\sum_i \cos(R_i, \bar R) - \tfrac{1}{n} \sum_i \cos(R'_i, \bar R') \Bigr\rvert, \quad \bar R = \tfrac{1}{n} \textstyle\sum_i R_i`,
  summary:
    'How narrow the cone is in which all instances lie, as seen from the origin: one number for each input, 1 where all ' +
    'point the same way, and how much the two numbers differ.',
  caveats: [
    ...statisticCaveats,
    'It is not defined for centred inputs, whose mean has no direction.',
    'Rows of zeros have no direction and are left out.',
    'Its variance over a pair of models would be 1/2 whatever they hold: it is computed for three models or more.',
  ],
  reference: survey,
  uninformative: (n) => (n === 1 ? 'is 0 for any single row: more rows are needed' : null),
  preparations: () => [scaleOf, scaled, unitRows, rowMean, directions],
  cost: (n, d, e) => ({ operations: 20 * n + d + e, bytes: 0 }),
  compare: (x, y) => difference(statisticOf(x), statisticOf(y)),
  group: {
    models: 3,
    because: whyThree,
    summary:
      'How much the cosines of the same row with the mean row differ between models: per instance their standard deviation divided by their range, averaged.',
    compare(inputs) {
      const all = inputs.map((input) => input.get(directions));
      const zero = all.flatMap(({ zeroRows, cosines, centred }) =>
        centred ? [...cosines.keys()] : zeroRows,
      );
      return spreadOverModels(
        all.map(({ cosines }) => cosines),
        'concentricity',
        new Set(zero),
      );
    },
  },
};

function statisticOf(of: Prepared): Statistic {
  const { cosines, zeroRows, centred } = of.get(directions);
  const counted = of.n - zeroRows.length;
  if (counted === 0) {
    return { missing: (which) => `The ${which} input is zero in every entry: its rows have no direction.` };
  }
  if (centred) {
    return {
      missing: (which) =>
        `The mean over all instances of the ${which} input is zero: it has no direction to compare rows with.`,
    };
  }
  const value = cosines.reduce((sum, cosine) => sum + cosine, 0) / counted;
  if (zeroRows.length === 0) return { value };
  const note = (which: string): string =>
    `The ${which} input has ${zeroRows.length} zero rows, which have no direction: they are left out.`;
  return { value, notes: [note] };
}
