import type { Matrix } from '../../linalg/matrix';
import { none, numberOf, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { unitRawColumns } from '../preparations/unitColumns';
import type { Preparation, Prepared } from '../prepared';
import { NeuronMatch } from './neuronMatch';

/** The tolerances of the curve. */
const grid = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** The smallest tolerance with a match is found to within so much. */
const precision = 1e-4;

/** The products of all pairs of neurons, each of length 1. */
const unitGram: Preparation<Matrix> = {
  id: 'unitGram',
  cost: (n, d) => ({ operations: 1.5 * n * d * d, bytes: 8 * d * d }),
  make: (of) => of.engine.gram(of.get(unitRawColumns).matrix, 'columns'),
};

/**
 * Maximum matching similarity of x [n x d] and y [n x e]: the share of neurons in the largest pair of subsets each of
 * which lies close to the span of the other. Wang, Hu, Gu, Hu, Wu, He, Hopcroft, NeurIPS 2018.
 */
export const maxMatch: Measure = {
  id: 'align.max_match',
  version: 1,
  title: 'Maximum matching similarity',
  family: 'alignment',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => ({
    permutation: true,
    orthogonal: false,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: false,
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'epsilon',
      kind: 'number',
      default: 0.5,
      min: 0.01,
      max: 1,
      summary:
        'How far from the span of the others a neuron may be, as a share of its length. The curve shows others.',
    },
  ],
  deterministic: () => true,
  formula:
    'm = (|J| + |J′|) / (d + d′),  (J, J′) the largest sets with dist(rᵢ, span R′_J′) ≤ ε‖rᵢ‖ for i in J, and the same the other way',
  tex: String.raw`\frac{|J| + |J'|}{d + d'}, \quad (J, J') \text{ maximal with} \quad \min_w \lVert X_{:,i} - Y_{:,J'} w \rVert \le \varepsilon \lVert X_{:,i} \rVert \ (i \in J), \quad \min_w \lVert Y_{:,j} - X_{:,J} w \rVert \le \varepsilon \lVert Y_{:,j} \rVert \ (j \in J')`,
  summary:
    'Which neurons the two inputs can express of each other: those outside the span of the other side are removed until ' +
    'nothing changes. It counts neurons, whatever their size, and says how many take part in what both have in common.',
  caveats: [
    'There is no usual epsilon: read the curve, and in the details the smallest epsilon at which any neurons match and all do.',
    'The survey states invariance to rotations and invertible maps and asks for equal widths. For epsilon > 0 only permutations and scaling hold, of single neurons too; widths may differ.',
    'Nothing is centred: neurons with a large mean are close to each other’s span for that alone.',
    'Zero neurons match nothing and count as neurons: they lower the value.',
    'With no more rows than columns on both sides any neurons span everything.',
    'Directions that a set of neurons reaches by less than 3e-5 of their length count as outside its span.',
    'Each step factorises matrices of as many rows as there are neurons left: several seconds for 1000 neurons.',
  ],
  reference: {
    text: 'Wang, Hu, Gu, Hu, Wu, He, Hopcroft: Towards Understanding Learning Representations: To What Extent Do Different Neural Networks Learn the Same Representation, NeurIPS 2018.',
    url: 'https://arxiv.org/abs/1810.11750',
  },
  uninformative: (n, d, e, parameters) => {
    if (numberOf(parameters, 'epsilon') === 1)
      return 'with epsilon: 1 is 1 for any neurons that are not zero';
    return n <= Math.min(d, e)
      ? 'is 1 for any independent rows when there are no more of them than columns'
      : null;
  },
  // Unrelated neurons are at 1 - d / n of their squared length from a span; at these rows well beyond epsilon.
  rowsAdvised: (d, e, parameters) => {
    const epsilon = numberOf(parameters, 'epsilon');
    return epsilon === 1 ? 0 : Math.ceil((2 * Math.max(d, e)) / (1 - epsilon * epsilon));
  },
  preparations: () => [magnitude, unitRawColumns, unitGram],
  cost: (n, d, e) => ({
    // About thirty pairs of factorisations and products, of ever fewer neurons.
    operations: 2 * n * d * e + 30 * (2 * (d ** 3 + e ** 3) + 2 * d * e * (d + e)),
    bytes: 8 * (4 * d * e + 6 * Math.max(d, e) ** 2),
  }),
  compare(x, y, parameters) {
    const zeros = [x, y].map((input) => input.get(unitRawColumns).constant);
    if (zeros[0] === x.d)
      return none('degenerate', 'The first input is zero in every entry: it has no neurons to match.');
    if (zeros[1] === y.d)
      return none('degenerate', 'The second input is zero in every entry: it has no neurons to match.');
    const { sizes, curve, any, all } = trace(x, y, numberOf(parameters, 'epsilon'));
    const total = x.d + y.d;
    const notes = ['First', 'Second'].flatMap((which, k) => {
      const count = zeros[k] ?? 0;
      return count === 0
        ? []
        : [`${which} input has ${count} zero neuron${count === 1 ? '' : 's'}: counted as unmatched.`];
    });
    return ok((sizes[0] + sizes[1]) / total, {
      notes,
      curve: {
        parameter: 'epsilon',
        points: curve.map(([epsilon, size]) => [epsilon, size / total] as const),
      },
      details: [
        { name: 'matched neurons of the first input', value: sizes[0] },
        { name: 'matched neurons of the second input', value: sizes[1] },
        { name: 'smallest epsilon at which any neurons match', value: any },
        { name: 'smallest epsilon at which all neurons but zeros match', value: all },
      ],
    });
  },
};

interface Trace {
  readonly sizes: readonly [number, number];
  readonly curve: readonly (readonly [epsilon: number, size: number])[];
  readonly any: number;
  readonly all: number;
}

/** The matches from the largest tolerance to the smallest, and between which of them there is none any more. */
function trace(x: Prepared, y: Prepared, asked: number): Trace {
  const cross = x.engine.multiply(x.get(unitRawColumns).matrix, y.get(unitRawColumns).matrix, {
    transposeA: true,
  });
  const match = NeuronMatch.of(x.engine, x.get(unitGram), y.get(unitGram), cross);
  const all = match.furthest();
  // At 1 every neuron is near enough: what is left after a grid point starts the search for the smallest tolerance.
  let [last, lowest] = [match.copy(), 1];
  let none = 0;
  let sizes: readonly [number, number] = [0, 0];
  const curve: (readonly [number, number])[] = [];
  for (const epsilon of [...new Set([...grid, asked])].sort((a, b) => b - a)) {
    match.shrink(epsilon);
    const size = match.sizes[0] + match.sizes[1];
    if (size > 0) [last, lowest] = [match.copy(), epsilon];
    else none = Math.max(none, epsilon);
    if (epsilon === asked) sizes = match.sizes;
    if (grid.includes(epsilon)) curve.unshift([epsilon, size]);
  }
  while (lowest - none > precision) {
    const middle = (lowest + none) / 2;
    const attempt = last.copy();
    attempt.shrink(middle);
    if (attempt.sizes[0] > 0) [last, lowest] = [attempt, middle];
    else none = middle;
  }
  return { sizes, curve, any: lowest, all };
}
