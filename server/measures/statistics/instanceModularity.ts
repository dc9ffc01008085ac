import type { Labels } from '../../tensors/representation';
import { rotationScale } from '../invariances';
import { choiceOf, numberOf, type Measure } from '../measure';
import { listsOf, tooFewRows } from '../neighbours/neighbourhood';
import { angularSpread, blurredNote, oneDirection } from '../preparations/angularSpread';
import { neighbours } from '../preparations/neighbours';
import { rowDirections } from '../preparations/rowDirections';
import type { Preparation, Prepared } from '../prepared';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';

/** Cosines this small are what rounding makes of right angles. */
const rounding = 64 * Number.EPSILON;

/** The cosine of each row with each of its k nearest neighbours, in the order of their lists. */
function nearCosines(k: number): Preparation<Float64Array> {
  return {
    id: `nearCosines ${k}`,
    cost: (n, d) => ({ operations: 30 * n * k * d, bytes: 8 * n * k }),
    make: (of) => {
      const { matrix, squares } = of.get(rowDirections(false));
      const { cols, data } = matrix;
      const lists = of.get(neighbours(k, 'cosine'));
      return Float64Array.from(lists, (j, at) => {
        const i = Math.floor(at / k);
        if (at % (64 * k) === 0) of.engine.poll();
        let sum = 0;
        for (let p = i * cols, q = j * cols; p < (i + 1) * cols; p++, q++)
          sum += (data[p] ?? 0) * (data[q] ?? 0);
        return sum / Math.sqrt((squares[i] ?? 0) * (squares[j] ?? 0));
      });
    },
  };
}

/**
 * The difference of the modularities of the graphs that join the instances of x [n x d] and of y [n x e] to their
 * nearest neighbours, for the given classes as communities. Lu, Yang, Zhang, Chen, Chen, Xuan, Wang, Yang:
 * Understanding the Dynamics of DNNs Using Graph Modularity, ECCV 2022; as in Klabunde et al., arXiv 2305.06329.
 */
export const instanceModularity: Measure = {
  ...ofStatistics,
  id: 'stat.instance_modularity',
  version: 3,
  title: 'Instance-graph modularity',
  range: () => [0, 1.5],
  invariances: () => rotationScale,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: true },
  parameters: [
    {
      name: 'k',
      kind: 'number',
      default: 3,
      min: 1,
      max: 1e6,
      integer: true,
      summary: 'Neighbours each instance is joined to; must be below the number of rows.',
    },
    {
      name: 'graph',
      kind: 'choice',
      default: 'mean',
      choices: ['mean', 'union'],
      summary: 'mean: an edge that only one end has among its neighbours counts half; union: in full.',
    },
    {
      name: 'weights',
      kind: 'choice',
      default: 'cosine',
      choices: ['cosine', 'none'],
      summary: 'cosine: an edge weighs the cosine of its ends; none: all edges weigh the same.',
    },
  ],
  formula:
    'm = |Q − Q′|,  Q = (1/W) Σᵢⱼ (A_ij − d_i d_j / W) [yᵢ = yⱼ],  W = Σᵢⱼ A_ij, d_i = Σⱼ A_ij,  ' +
    'A = (B + Bᵀ)/2, B_ij = cos(R_i, R_j) for j among the k nearest of i, else 0',
  tex: String.raw`\lvert Q(R) - Q(R') \rvert, \quad Q(R) = \frac{1}{W} \sum_{i,j} \Bigl( A_{ij} - \frac{d_i d_j}{W} \Bigr) [y_i = y_j], \quad W = \sum_{i,j} A_{ij}, \; d_i = \sum_j A_{ij}`,
  summary:
    'Whether the nearest neighbours of an instance belong to its own class more often than by chance: one number for ' +
    'each input, and how much the two numbers differ. It needs the class of each instance.',
  caveats: [
    ...statisticCaveats,
    'The survey prints the factor 1/(2W) with W the sum of all entries; for a largest value of 1, as it states, the factor is 1/W.',
    'Negative cosines cannot be weights of edges: they count as 0, which is told.',
    'The value depends on k: compare only values of the same k and the same number of rows.',
  ],
  reference: {
    text: 'Lu, Yang, Zhang, Chen, Chen, Xuan, Wang, Yang: Understanding the Dynamics of DNNs Using Graph Modularity, ECCV 2022.',
    url: 'https://arxiv.org/abs/2111.12485',
  },
  obstacle: tooFewRows,
  preparations: (parameters) => {
    const k = numberOf(parameters, 'k');
    return [...listsOf(k, 'cosine'), nearCosines(k)];
  },
  cost: (n, _d, _e, parameters) => ({
    operations: 400 * n * (numberOf(parameters, 'k') + 10),
    bytes: 8 * Math.min(n, 1000),
  }),
  compare(x, y, parameters) {
    const { labels } = x.representation;
    if (labels === undefined) throw new TypeError('labels are missing');
    const options = {
      k: numberOf(parameters, 'k'),
      union: choiceOf(parameters, 'graph') === 'union',
      weighted: choiceOf(parameters, 'weights') === 'cosine',
    };
    const outcome = difference(statisticOf(x, labels, options), statisticOf(y, labels, options));
    if (labels.count > 1 || outcome.value === null) return outcome;
    const note = 'All instances are of one class: the value is 0 but for rounding, whatever the inputs hold.';
    return { ...outcome, notes: [...outcome.notes, note] };
  },
};

interface Options {
  readonly k: number;
  readonly union: boolean;
  readonly weighted: boolean;
}

function statisticOf(of: Prepared, { classes, count }: Labels, { k, union, weighted }: Options): Statistic {
  if (of.get(angularSpread(false)).none) {
    return { missing: (which) => oneDirection(which, of) };
  }
  const lists = of.get(neighbours(k, 'cosine'));
  const cosines = of.get(nearCosines(k));
  /** Summed weights of the ends of edges in each class. */
  const degrees = new Float64Array(count);
  let [total, within, negative] = [0, 0, 0];
  lists.forEach((j, at) => {
    const i = Math.floor(at / k);
    const cosine = cosines[at] ?? 0;
    if (weighted && cosine < -rounding) negative++;
    const weight = weighted ? (cosine > rounding ? cosine : 0) : 1;
    const mutual = union && lists.subarray(j * k, (j + 1) * k).includes(i);
    // Half to each of the entries (i, j) and (j, i); in full, unless the other end brings the other half.
    const entry = union && !mutual ? weight : weight / 2;
    const [c, d] = [classes[i] ?? 0, classes[j] ?? 0];
    total += 2 * entry;
    if (c === d) within += 2 * entry;
    degrees[c] = (degrees[c] ?? 0) + entry;
    degrees[d] = (degrees[d] ?? 0) + entry;
  });
  if (total === 0) {
    return {
      missing: (which) =>
        `No instance of the ${which} input has a positive cosine with any of its neighbours: the graph has no edges.`,
    };
  }
  const expected = degrees.reduce((sum, degree) => sum + (degree / total) ** 2, 0);
  const note = (which: string): string =>
    `${negative} of ${lists.length} cosines between neighbours of the ${which} input are negative: counted as 0.`;
  const { zeroRows } = of.get(rowDirections(false));
  const zero = (which: string): string =>
    `The ${which} input has ${zeroRows} zero rows, which have no direction: counted as cosine 0 to all, ` +
    (weighted ? 'so that their edges weigh nothing.' : 'so that they are joined to the first rows.');
  const notes = [...(negative > 0 ? [note] : []), ...(zeroRows > 0 ? [zero] : []), ...blurredNote(of, '')];
  return { value: within / total - expected, notes };
}
