import { largestSeed, randomFrom, sample } from '../../linalg/random';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { magnitude } from '../preparations/magnitude';
import { constantReason } from '../preparations/variation';
import type { Prepared } from '../prepared';
import { loopBars } from './loopBars';
import { quantileDistances } from './quantileDistances';
import { ascending, radii } from './radialOrder';
import { spanningTree } from './spanningTree';

/**
 * Representation topology divergence of x [n x d] and y [n x e]: how much longer two graphs of the same instances stay
 * differently connected. Barannikov, Trofimov, Balabin, Burnaev: ICML 2022.
 */
export const rtd: Measure = {
  id: 'topo.rtd',
  version: 2,
  title: 'Representation topology divergence',
  family: 'topology',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, Infinity],
  identity: () => 0,
  symmetric: true,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 3, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'method',
      kind: 'choice',
      default: 'h1',
      choices: ['h1', 'mst'],
      summary:
        'h1 adds up all bars in dimension 1; mst only those of components that merge, a lower bound in a moment.',
    },
    {
      name: 'points',
      kind: 'number',
      default: 500,
      min: 3,
      max: 1e5,
      integer: true,
      summary:
        'Instances compared at a time; with as many or fewer rows all are taken, and nothing is drawn.',
    },
    {
      name: 'trials',
      kind: 'number',
      default: 10,
      min: 1,
      max: 1e4,
      integer: true,
      summary: 'Random subsets the value is the mean over, where there are more rows than points.',
    },
    {
      name: 'seed',
      kind: 'number',
      default: 1,
      min: 0,
      max: largestSeed,
      integer: true,
      summary: 'Fixes the subsets.',
    },
  ],
  deterministic: () => false,
  formula:
    'RTD = (R(W, W′) + R(W′, W)) / 2,  R(W, W′) = Σ (death − birth) over the bars in dimension 1 of the doubled graph [[0, W], [W, min(W, W′)]],  W, W′: distances over their 0.9 quantile',
  tex: String.raw`\tfrac{1}{2} \left( R(W, W') + R(W', W) \right), \quad R(W, W') = \sum_{(b, d) \in H_1(G)} (d - b), \quad G = \begin{pmatrix} 0 & W \\ W & \min(W, W') \end{pmatrix}`,
  summary:
    'Grows both inputs to graphs by joining instances closer than a growing threshold, and measures for how long a ' +
    'component or loop of one is missing in the other. It sees clusters and loops at every scale, not shapes within them.',
  caveats: [
    'The value grows with the number of points: compare only values of the same points.',
    'With more rows than points it is the mean over random subsets, and the standard error is told; set points to the number of rows for all of them, at a cost that grows with their cube.',
    'The survey describes in words what mst computes: the length of the minimum spanning tree of W less that of min(W, W′). The paper and its code are h1, which also counts loops.',
    "It is computed on n vertices, by components and loops, not on the doubled graph: the same number. The authors' code rounds to float32.",
    'Distances below a millionth of the mean count as 0, as in the code of the authors.',
    'Rows exactly as far from the mean row as others, such as duplicates, are drawn into the subsets in the order of the file: there the order of the rows can matter.',
  ],
  reference: {
    text: 'Barannikov, Trofimov, Balabin, Burnaev: Representation Topology Divergence, ICML 2022.',
    url: 'https://arxiv.org/abs/2201.00058',
  },
  preparations: () => [magnitude, centred, shifted, radii],
  cost: (n, d, e, parameters) => {
    const points = Math.min(n, numberOf(parameters, 'points'));
    const trials = n > points ? numberOf(parameters, 'trials') : 1;
    // It hangs on the data: measured, a sixth of this for random data of many columns, twice this for two columns.
    const reduction = choiceOf(parameters, 'method') === 'h1' ? 400 * points ** 3 : 0;
    return {
      operations: trials * (2 * points * points * (d + e) + 2000 * points * points + reduction),
      bytes: 80 * points * points,
    };
  },
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    const subsets = subsetsOf(
      x,
      y,
      numberOf(parameters, 'points'),
      numberOf(parameters, 'trials'),
      numberOf(parameters, 'seed'),
    );
    const drawn = (subsets[0]?.length ?? 0) < x.n;
    const byTrees = choiceOf(parameters, 'method') === 'mst';
    let [forward, backward, trees] = [0, 0, 0];
    const values: number[] = [];
    for (const rows of subsets) {
      const v = quantileDistances(x.engine, x.get(shifted), rows);
      const w = quantileDistances(y.engine, y.get(shifted), rows);
      if (v === null) return coincide('first');
      if (w === null) return coincide('second');
      const one = oneSided(v, w, rows.length, byTrees, x);
      const other = oneSided(w, v, rows.length, byTrees, x);
      const [there, back] = [one.trees + one.loops, other.trees + other.loops];
      values.push((there + back) / 2);
      forward += there / subsets.length;
      backward += back / subsets.length;
      trees += (one.trees + other.trees) / 2 / subsets.length;
    }
    const value = (forward + backward) / 2;
    const details = [
      { name: 'from the first to the second', value: forward },
      { name: 'from the second to the first', value: backward },
      ...(byTrees
        ? []
        : [
            { name: 'by components', value: trees },
            { name: 'by loops', value: value - trees },
          ]),
    ];
    if (!drawn) return ok(value, { details });
    const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
    const count = values.length;
    return ok(value, {
      details,
      seed: numberOf(parameters, 'seed'),
      notes: [`The mean over ${count} random subsets of ${subsets[0]?.length ?? 0} of the ${x.n} rows.`],
      ...(count > 1 ? { standardError: Math.sqrt(squares / (count - 1) / count) } : {}),
    });
  },
};

/**
 * The rows of each trial: all of them, or drawn by their place from the inside of both inputs to the outside, so that
 * neither the order of the rows nor that of the inputs matters.
 */
function subsetsOf(x: Prepared, y: Prepared, points: number, trials: number, seed: number): Uint32Array[] {
  if (x.n <= points) return [Uint32Array.from({ length: x.n }, (_, i) => i)];
  const [p, q] = [x.get(radii), y.get(radii)];
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [unitP, unitQ] = [mean(p), mean(q)];
  const order = ascending(p.map((value, i) => value / unitP + (q[i] ?? 0) / unitQ));
  const random = randomFrom(seed);
  return Array.from({ length: trials }, () => sample(points, x.n, random).map((place) => order[place] ?? 0));
}

/**
 * One order of the inputs: the total length of the bars in dimension 1 of the doubled graph of v and min(v, w), in two
 * parts. Doubling makes the mapping cone of the complex of v in that of the minimum, at least up to dimension 1: of two
 * points joined by w alone but with a common neighbour in v, triangles over that neighbour say the same. So by the long
 * exact sequence its bars count, at each size, the components of v that the minimum has joined (the kernel in dimension
 * 0, whose bars add up to the difference of the spanning trees) and the loops of the minimum that are none of v (the
 * cokernel in dimension 1).
 */
function oneSided(
  v: Float64Array,
  w: Float64Array,
  n: number,
  byTrees: boolean,
  { engine }: Prepared,
): { trees: number; loops: number } {
  const poll = (): void => {
    engine.poll();
  };
  const nothing = (1e-6 * v.reduce((sum, value) => sum + value, 0)) / (n * n);
  const kept = (value: number): number => (value < nothing ? 0 : value);
  const fill = v.map(kept);
  const near = v.map((value, i) => kept(Math.min(value, w[i] ?? 0)));
  const trees = spanningTree(n, fill, poll).length - spanningTree(n, near, poll).length;
  if (byTrees) return { trees, loops: 0 };
  const { births, deaths } = loopBars(n, near, fill, poll);
  return { trees, loops: births.reduce((sum, birth, i) => sum + ((deaths[i] ?? 0) - birth), 0) };
}

function coincide(which: string): ReturnType<typeof none> {
  return none(
    'degenerate',
    `Nine tenths of the distances within the ${which} input are 0: there is no unit to measure them in.`,
  );
}
