import type { Measure } from '../measure';
import { magnitude as scaleOf } from '../preparations/magnitude';
import { scaled } from '../preparations/scaled';
import type { Preparation, Prepared } from '../prepared';
import { spreadOverModels, whyThree } from './spread';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';
import { survey } from '../survey';

/** The mean of all rows of `scaled`, d entries. */
export const rowMean: Preparation<Float64Array> = {
  id: 'rowMean',
  cost: (n, d) => ({ operations: 20 * n * d, bytes: 8 * d }),
  make: (of) => {
    const { rows, cols, data } = of.get(scaled);
    const sums = new Float64Array(cols);
    for (let i = 0, at = 0; i < rows; i++) {
      if (i % 8 === 0) of.engine.poll();
      for (let j = 0; j < cols; j++, at++) sums[j] = (sums[j] ?? 0) + (data[at] ?? 0);
    }
    return sums.map((sum) => sum / rows);
  },
};

/** The length of a vector. */
export function lengthOf(vector: Float64Array): number {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}

/**
 * The difference of the lengths of the mean rows of x [n x d] and y [n x e]; of a set of models the spread of the
 * lengths of their rows. Wang, Rao, Guo, Wang, Liu, Guan: Towards Understanding the Instability of Network Embedding,
 * IEEE TKDE 34(2), 2022; as in Klabunde et al., arXiv 2305.06329.
 */
export const magnitude: Measure = {
  ...ofStatistics,
  id: 'stat.magnitude',
  version: 1,
  title: 'Magnitude',
  range: () => [0, Infinity],
  invariances: () => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: false,
    invertibleLinear: false,
    translation: false,
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: false, labels: false },
  parameters: [],
  formula: 'm = |‖R̄‖ − ‖R̄′‖|,  R̄ = (1/n) Σᵢ R_i, the mean over instances',
  tex: String.raw`\Bigl\lvert \bigl\lVert \tfrac{1}{n} \textstyle\sum_i R_i \bigr\rVert_2 - \bigl\lVert \tfrac{1}{n} \sum_i R'_i \bigr\rVert_2 \Bigr\rvert`,
  summary:
    'How far the cloud of instances lies from the origin, one number for each input, and how much the two numbers ' +
    'differ. It sees neither the shape of the cloud nor which instance is where.',
  caveats: [
    ...statisticCaveats,
    'Of two centred inputs both values are 0 but for rounding.',
    'Its variance over a pair of models would be 1/2 whatever they hold: it is computed for three models or more.',
  ],
  reference: survey,
  preparations: () => [scaleOf, scaled, rowMean],
  cost: (n, d, e) => ({ operations: n + 100 * (d + e), bytes: 0 }),
  compare: (x, y) => difference(statisticOf(x), statisticOf(y)),
  group: {
    models: 3,
    because: whyThree,
    summary:
      'How much the lengths of the same row differ between models: per instance their standard deviation divided by their range, averaged.',
    compare: (inputs) => spreadOverModels(inputs.map(rowLengths), 'magnitude'),
  },
};

function statisticOf(of: Prepared): Statistic {
  return { value: lengthOf(of.get(rowMean)) * of.get(scaleOf).scale };
}

function rowLengths(of: Prepared): Float64Array {
  const { rows, cols, data } = of.get(scaled);
  const { scale } = of.get(scaleOf);
  return Float64Array.from({ length: rows }, (_, i) => {
    return lengthOf(Float64Array.from(data.subarray(i * cols, (i + 1) * cols))) * scale;
  });
}
