import type { Engine } from '../../linalg/engine';
import { rotationScale } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure } from '../measure';
import { blurredNotes, oneDirectionReason } from '../preparations/angularSpread';
import { neighbours } from '../preparations/neighbours';
import { rowsOf } from '../preparations/pairwise';
import { rowDirections, type RowAngles } from '../preparations/rowDirections';
import { kParameter, listCaveats, listsOf, ofLists, zeroRowNotes } from './neighbourhood';
import { survey } from '../survey';

/** Cosines this small are what rounding makes of right angles. */
const rounding = 64 * Number.EPSILON;
/** Rows whose cosines are held at once. */
const blockRows = 128;
/** How many products one by one take as long as one in a product of matrices. */
const slowdown = 14;

/**
 * Second-order cosine similarity of x [n x d] and y [n x e]: the cosine between the vectors of cosines that an
 * instance has, in either input, with its neighbours in both.
 * Hamilton, Leskovec, Jurafsky: EMNLP 2016; definition as in Klabunde et al., arXiv 2305.06329.
 */
export const secondOrderCosine: Measure = {
  ...ofLists,
  id: 'nn.second_order_cos',
  version: 2,
  title: 'Second-order cosine similarity',
  range: (parameters) => (choiceOf(parameters, 'compat') === 'resi' ? [0, 1] : [-1, 1]),
  invariances: () => rotationScale,
  parameters: [
    kParameter,
    {
      name: 'compat',
      kind: 'choice',
      default: 'none',
      choices: ['none', 'resi'],
      summary: 'resi: compare cosine distances instead of cosine similarities, as the ReSi benchmark does.',
    },
  ],
  deterministic: () => true,
  formula:
    'm = (1/n) Σᵢ cos((S_ij)_{j ∈ J(i)}, (S′_ij)_{j ∈ J(i)}),  S_ij = cos(R_i, R_j),  ' +
    'J(i) = N(i) ∪ N′(i), the k nearest neighbours of i by cosine in either input',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \cos\Bigl( (S_{ij})_{j \in J_i}, (S'_{ij})_{j \in J_i} \Bigr), \quad S_{ij} = \cos(R_i, R_j), \quad J_i = N_k(i) \cup N_k'(i)`,
  summary:
    'Whether an instance is as similar to its nearest neighbours in one input as in the other. Neighbours that change ' +
    'places at nearly equal similarity cost little here and much in k-NN Jaccard.',
  caveats: [
    'The survey gives the range [0, 1]; cosines may be negative, and the value then goes down to −1.',
    'Where nearly all cosines are positive, as after a ReLU, unrelated inputs come close to 1 too: compare with the value for shuffled rows.',
    ...listCaveats,
  ],
  reference: survey,
  preparations: (parameters) => listsOf(numberOf(parameters, 'k'), 'cosine'),
  cost: (n, d, e, parameters) => {
    const k = numberOf(parameters, 'k');
    const columns = oneByOne(n, k) ? slowdown * 2 * k : n;
    return { operations: 2 * n * columns * (d + e) + 2000 * n * k, bytes: 16 * blockRows * n + 24 * n };
  },
  compare(x, y, parameters) {
    const nothing = oneDirectionReason(x, y);
    if (nothing !== null) return none('degenerate', nothing);
    const k = numberOf(parameters, 'k');
    const lists = [x, y].map((input) => input.get(neighbours(k, 'cosine')));
    const distances = choiceOf(parameters, 'compat') === 'resi';
    const products = oneByOne(x.n, k) ? singleProducts : blockProducts;
    const [u, v] = [x.get(rowDirections(false)), y.get(rowDirections(false))];
    const perInstance: number[] = [];
    let [sum, counted] = [0, 0];
    for (let first = 0; first < x.n; first += blockRows) {
      x.engine.poll();
      const [left, right] = [products(x.engine, u, first), products(x.engine, v, first)];
      for (let i = first; i < Math.min(x.n, first + blockRows); i++) {
        const union = new Set(lists.flatMap((list) => [...list.subarray(i * k, (i + 1) * k)]));
        const value = cosine(
          [...union],
          (j) => left(i, j),
          (j) => right(i, j),
          distances,
        );
        perInstance.push(value ?? 0);
        if (value === null) continue;
        sum += value;
        counted++;
      }
    }
    const what = distances ? 'cosine distance' : 'cosine';
    if (counted === 0) {
      return none(
        'degenerate',
        `In at least one input every instance has ${what} 0 to all its neighbours: there is no similarity to compare.`,
      );
    }
    const left = x.n - counted;
    const rest =
      left === 0
        ? []
        : [`${left} instances have ${what} 0 to all their neighbours in an input: they are left out.`];
    return ok(sum / counted, {
      perInstance,
      notes: [...zeroRowNotes(x, y), ...blurredNotes(x, y, ''), ...rest],
    });
  },
};

/** Whether so few cosines are needed that it is quicker to compute each by itself. */
function oneByOne(n: number, k: number): boolean {
  return 2 * k * slowdown < n;
}

/** The cosine of instances i (in the block that begins with row `first`) and j. */
type Products = (engine: Engine, of: RowAngles, first: number) => (i: number, j: number) => number;

const blockProducts: Products = (engine, { matrix, squares }, first) => {
  const { data, cols } = engine.multiply(rowsOf(matrix, first, blockRows), matrix, { transposeB: true });
  return (i, j) => (data[(i - first) * cols + j] ?? 0) / lengths(squares, i, j);
};

const singleProducts: Products =
  (_engine, { matrix: { cols, data }, squares }) =>
  (i, j) => {
    let sum = 0;
    for (let a = i * cols, b = j * cols; a < (i + 1) * cols; a++, b++) sum += (data[a] ?? 0) * (data[b] ?? 0);
    return sum / lengths(squares, i, j);
  };

function lengths(squares: Float64Array, i: number, j: number): number {
  return Math.sqrt((squares[i] ?? 0) * (squares[j] ?? 0));
}

/** The cosine of two vectors of cosines, or of 1 - cosine; null when one of them is 0 but for rounding. */
function cosine(
  among: readonly number[],
  left: (j: number) => number,
  right: (j: number) => number,
  distances: boolean,
): number | null {
  let [product, squaresLeft, squaresRight] = [0, 0, 0];
  for (const j of among) {
    const [p, q] = distances ? [Math.max(0, 1 - left(j)), Math.max(0, 1 - right(j))] : [left(j), right(j)];
    product += p * q;
    squaresLeft += p * p;
    squaresRight += q * q;
  }
  const nothing = rounding ** 2 * among.length;
  if (squaresLeft <= nothing || squaresRight <= nothing) return null;
  return product / Math.sqrt(squaresLeft * squaresRight);
}
