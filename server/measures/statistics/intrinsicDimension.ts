import { rotationScaleShift } from '../invariances';
import { choiceOf, numberOf, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { magnitude } from '../preparations/magnitude';
import { neighbours } from '../preparations/neighbours';
import { Prepared, type Preparation } from '../prepared';
import type { ParameterValues } from '../../protocol';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';
import { maximumLikelihood, twoNearest } from './dimensionEstimators';

type Estimator = { readonly k: 2; readonly fraction: number } | { readonly k: number };

/**
 * The difference of the intrinsic dimensions of x [n x d] and y [n x e].
 * Facco, d'Errico, Rodriguez, Laio: Scientific Reports 7, 2017; Levina, Bickel: NIPS 2004, in the form of MacKay and
 * Ghahramani; Ansuini, Laio, Macke, Zoccolan: NeurIPS 2019 for representations.
 */
export const intrinsicDimension: Measure = {
  ...ofStatistics,
  id: 'stat.intrinsic_dim',
  version: 1,
  title: 'Intrinsic dimension',
  range: () => [0, Infinity],
  invariances: () => rotationScaleShift,
  needs: { rows: 3, equalWidths: false, matchedRows: false, labels: false },
  parameters: [
    {
      name: 'estimator',
      kind: 'choice',
      default: 'twonn',
      choices: ['twonn', 'mle'],
      summary:
        'twonn: a line fitted to the ratios of the two nearest distances; mle: their maximum likelihood.',
    },
    {
      name: 'fraction',
      kind: 'number',
      default: 0.9,
      min: 0.1,
      max: 1,
      summary: 'The share of the ratios that the line is fitted to, smallest first.',
      only: { parameter: 'estimator', value: 'twonn' },
    },
    {
      name: 'k',
      kind: 'number',
      default: 2,
      min: 2,
      max: 1e6,
      integer: true,
      summary: 'Neighbours whose distances are used; must be below the number of rows.',
      only: { parameter: 'estimator', value: 'mle' },
    },
  ],
  formula:
    'm = |D − D′|,  D = the slope through the origin of −log(1 − F(μᵢ)) over log μᵢ,  μᵢ = the distance of i to its ' +
    'second nearest over that to its nearest, F(μᵢ) = their rank / n;  mle: D = n / Σᵢ log μᵢ',
  tex: String.raw`\lvert D(R) - D(R') \rvert, \quad D = \frac{\sum_i x_i y_i}{\sum_i x_i^2}, \; x_i = \log \mu_{(i)}, \; y_i = -\log\Bigl(1 - \frac{i}{n}\Bigr), \; \mu = \frac{r_2}{r_1}`,
  summary:
    'How many coordinates it takes to tell the instances of an input apart locally, estimated from the distances to ' +
    'their two nearest neighbours: one number for each input, and how much the two numbers differ.',
  caveats: [
    ...statisticCaveats,
    'The survey names no estimator and calls the dimension invariant to affine maps. That holds for the dimension of a manifold, not for its estimates from a sample, which change when axes are stretched unevenly.',
    'Instances that coincide with another, or have their nearest neighbours at one distance, are left out.',
    'With few instances for the dimension the estimates are too low; the spread over two halves of the rows tells how far to trust them.',
  ],
  reference: {
    text: 'Facco, d’Errico, Rodriguez, Laio: Estimating the intrinsic dimension of datasets by a minimal neighborhood information, Scientific Reports 7, 2017.',
    url: 'https://arxiv.org/abs/1803.06992',
  },
  obstacle(n, _d, _e, parameters) {
    const { k } = estimatorOf(parameters);
    return k < n ? null : `needs more rows than neighbours: k is ${k} and there are ${n} rows`;
  },
  preparations: (parameters) => {
    const estimator = estimatorOf(parameters);
    return [magnitude, centred, shifted, neighbours(estimator.k, 'euclidean'), dimension(estimator)];
  },
  cost: (n) => ({ operations: n, bytes: 0 }),
  compare: (x, y, parameters) => {
    const preparation = dimension(estimatorOf(parameters));
    return difference(x.get(preparation), y.get(preparation));
  },
};

function estimatorOf(parameters: ParameterValues): Estimator {
  return choiceOf(parameters, 'estimator') === 'twonn'
    ? { k: 2, fraction: numberOf(parameters, 'fraction') }
    : { k: numberOf(parameters, 'k') };
}

/** The dimension of a representation, with what it is on two halves of the rows. */
function dimension(estimator: Estimator): Preparation<Statistic> {
  const { k } = estimator;
  return {
    id: `dimension ${JSON.stringify(estimator)}`,
    // The two halves take half of the neighbours' work once more.
    cost: (n, d) => ({
      operations: 0.6 * n * n * d + 40 * n * n + 60 * n * k * d,
      bytes: 16 * n * k + 8 * n * d,
    }),
    make: (of) => {
      const whole = estimate(of, estimator);
      if ('missing' in whole) return whole;
      const halves = [0, 1].map((parity) => estimate(everySecondRow(of, parity), estimator));
      const values = halves.flatMap((half) => ('value' in half ? [half.value] : []));
      const [one, other] = values;
      if (one === undefined || other === undefined) return whole;
      return {
        ...whole,
        parts: [
          { name: 'mean over two halves of its rows', value: (one + other) / 2 },
          { name: 'standard deviation over these halves', value: Math.abs(one - other) / 2 },
        ],
      };
    },
  };
}

function everySecondRow(of: Prepared, parity: number): Prepared {
  const { rows, cols, data } = of.get(shifted);
  const count = Math.floor((rows - parity + 1) / 2);
  const half = new Float64Array(count * cols);
  for (let i = 0; i < count; i++) {
    half.set(data.subarray((2 * i + parity) * cols, (2 * i + parity + 1) * cols), i * cols);
  }
  return new Prepared({ values: { rows: count, cols, data: half }, meaning: 'activations' }, of.engine);
}

function estimate(of: Prepared, estimator: Estimator): Statistic {
  const { k } = estimator;
  if (of.n <= k) return { missing: () => 'There are too few rows.' };
  const distances = nearDistances(of, k);
  const found =
    'fraction' in estimator ? twoNearest(distances, estimator.fraction) : maximumLikelihood(distances, k);
  const { value, used } = found;
  if (value === null) {
    return {
      missing: (which) =>
        `Too few instances of the ${which} input have nearest neighbours at distances that differ: there is no dimension to estimate.`,
    };
  }
  const left = of.n - used;
  const note = (which: string): string =>
    `${left} instances of the ${which} input coincide with another or have their nearest neighbours at one distance: they are left out.`;
  return { value, notes: left > 0 ? [note] : [] };
}

/** The distances of each row to its k nearest, ascending, entries i k to (i + 1) k - 1; from differences, not products. */
function nearDistances(of: Prepared, k: number): Float64Array {
  const { cols, data } = of.get(shifted);
  const lists = of.get(neighbours(k, 'euclidean'));
  const distances = Float64Array.from(lists, (j, at) => {
    const i = Math.floor(at / k);
    if (at % (64 * k) === 0) of.engine.poll();
    let sum = 0;
    for (let p = i * cols, q = j * cols; p < (i + 1) * cols; p++, q++)
      sum += ((data[p] ?? 0) - (data[q] ?? 0)) ** 2;
    return Math.sqrt(sum);
  });
  for (let i = 0; i < of.n; i++) distances.subarray(i * k, (i + 1) * k).sort();
  return distances;
}
