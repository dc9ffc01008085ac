import { choiceOf, numberOf, type Measure } from '../measure';
import { allEqual } from '../preparations/equalRows';
import { shifted } from '../preparations/shifted';
import { magnitude } from '../preparations/magnitude';
import { blockBytes, forEachUpperBlockOfProducts, squaredNorms } from '../preparations/pairwise';
import { unitRows } from '../preparations/unitRows';
import type { Preparation, Prepared } from '../prepared';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';

const rowChoices = ['raw', 'unit'] as const;
type Rows = (typeof rowChoices)[number];

/** The sum over all ordered pairs i != j of exp(-t ||R_i - R_j||^2). */
function closeness(t: number, rows: Rows): Preparation<number> {
  return {
    id: `closeness ${t} ${rows}`,
    cost: (n, d) => ({ operations: 1.1 * n * n * d + 250 * n * n, bytes: 8 * n + blockBytes(n) }),
    make: (of) => {
      const matrix = rows === 'unit' ? of.get(unitRows).matrix : of.get(shifted);
      const scale = rows === 'unit' ? 1 : of.get(magnitude).scale;
      const squares = squaredNorms(of.engine, matrix);
      const factor = t * scale * scale;
      let sum = 0;
      forEachUpperBlockOfProducts(of.engine, matrix, (first, count, block) => {
        const width = of.n - first;
        for (let i = 0; i < count; i++) {
          of.engine.poll();
          let ofRow = 0;
          for (let j = i + 1; j < width; j++) {
            const products = 2 * (block[i * width + j] ?? 0);
            const squared = (squares[first + i] ?? 0) + (squares[first + j] ?? 0) - products;
            // Not exp(-factor * 0): the factor may be beyond all numbers.
            ofRow += squared <= 0 ? 1 : Math.exp(-factor * squared);
          }
          sum += ofRow;
        }
      });
      return 2 * sum;
    },
  };
}

/**
 * The difference of the uniformities of x [n x d] and y [n x e].
 * Wang, Isola: Understanding Contrastive Representation Learning through Alignment and Uniformity on the Hypersphere,
 * ICML 2020; as in Klabunde et al., arXiv 2305.06329.
 */
export const uniformity: Measure = {
  ...ofStatistics,
  id: 'stat.uniformity',
  version: 2,
  title: 'Uniformity',
  range: (parameters) => [
    0,
    choiceOf(parameters, 'rows') === 'unit' ? 4 * numberOf(parameters, 't') : Infinity,
  ],
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: choiceOf(parameters, 'rows') === 'unit',
    invertibleLinear: false,
    translation: choiceOf(parameters, 'rows') === 'raw',
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: false, labels: false },
  parameters: [
    {
      name: 't',
      kind: 'number',
      default: 2,
      min: 1e-6,
      max: 1e6,
      summary: 'How quickly the weight of a pair of instances falls with their squared distance.',
    },
    {
      name: 'rows',
      kind: 'choice',
      default: 'raw',
      choices: rowChoices,
      summary:
        'unit: divide each row by its length first, as the measure was meant; raw: as the survey has it.',
    },
  ],
  formula: 'm = |U − U′|,  U = log((1/n²) Σᵢⱼ exp(−t ‖R_i − R_j‖²))',
  tex: String.raw`\lvert U(R) - U(R') \rvert, \quad U(R) = \log\Bigl( \frac{1}{n^2} \sum_{i=1}^{n} \sum_{j=1}^{n} e^{-t \lVert R_i - R_j \rVert_2^2} \Bigr)`,
  summary:
    'How evenly the instances of an input are spread out: one number for each, lower for more even, 0 where all ' +
    'coincide, and how much the two numbers differ.',
  caveats: [
    ...statisticCaveats,
    'The survey gives the range of a uniformity as [0, 1] with 1 for uniform; it goes from 0 down, and lower is more uniform (for unit rows no lower than −4t).',
    'Raw rows of large numbers leave only each instance with itself: the value then is −log n whatever the data, which is told.',
    'The sum holds each instance with itself, so that values of different numbers of rows differ.',
  ],
  reference: {
    text: 'Wang, Isola: Understanding Contrastive Representation Learning through Alignment and Uniformity on the Hypersphere, ICML 2020.',
    url: 'https://arxiv.org/abs/2005.10242',
  },
  uninformative: (n) => (n === 1 ? 'is 0 for any single row: more rows are needed' : null),
  preparations: (parameters) => {
    const { t, rows } = choices(parameters);
    return [magnitude, rows === 'unit' ? unitRows : shifted, closeness(t, rows)];
  },
  cost: (n) => ({ operations: n, bytes: 0 }),
  compare: (x, y, parameters) => {
    const { t, rows } = choices(parameters);
    return difference(statisticOf(x, t, rows), statisticOf(y, t, rows));
  },
};

function choices(parameters: Parameters<Measure['range']>[0]): { readonly t: number; readonly rows: Rows } {
  return { t: numberOf(parameters, 't'), rows: choiceOf(parameters, 'rows') as Rows };
}

function statisticOf(of: Prepared, t: number, rows: Rows): Statistic {
  const pairs = of.get(closeness(t, rows));
  const { n } = of;
  const value = Math.log((n + pairs) / n) - Math.log(n);
  const notes: ((which: string) => string)[] = [];
  const zeroRows = rows === 'unit' ? of.get(unitRows).zeroRows : 0;
  if (zeroRows > 0) {
    notes.push(
      (which) => `The ${which} input has ${zeroRows} zero rows, which have no direction: left at the origin.`,
    );
  }
  if (n > 1 && pairs < n * Number.EPSILON) {
    const advice = rows === 'raw' ? 'use rows: unit or a smaller t' : 'use a smaller t';
    notes.push(
      (which) =>
        `At t = ${t} no two instances of the ${which} input are near enough to count: its uniformity is -log n whatever the data; ${advice}.`,
    );
  }
  if (n > 1 && pairs > n * (n - 1) * (1 - 1e-10)) {
    const larger = rows === 'raw' ? 'use rows: unit or a larger t' : 'use a larger t';
    const advice = allEqual(of.representation.values) ? 'they do coincide' : larger;
    notes.push(
      (which) =>
        `At t = ${t} all instances of the ${which} input are as near as if they coincided: its uniformity is 0 but for rounding; ${advice}.`,
    );
  }
  return { value, notes };
}
