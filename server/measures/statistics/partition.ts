import type { Engine } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';

/** An undirected weighted graph without loops, its weights divided by their sum. */
export interface Graph {
  /** Of the nodes with edges the row they came from, those of larger degree first: other orders of them change nothing. */
  readonly nodes: Uint32Array;
  /** Weights between these nodes, square. */
  readonly weights: Matrix;
  /** Summed weights of each node's edges. */
  readonly degrees: Float64Array;
}

/** The community of each node of a graph, in the order of its nodes. */
export type Partition = Int32Array;

/** Degrees below this share of all weight are rounding. */
const isolated = 1e-15;
/** A split must improve the modularity by more than rounding. */
const improvement = 1e-12;

/** The graph with these weights, symmetric and not negative, with at least one that is positive. */
export function graphOf({ rows: d, data }: Matrix): Graph {
  const sums = Float64Array.from({ length: d }, (_, i) => {
    return data.subarray(i * d, (i + 1) * d).reduce((sum, weight) => sum + weight, 0);
  });
  const total = sums.reduce((sum, degree) => sum + degree, 0);
  const nodes = Uint32Array.from(
    [...sums.keys()]
      .filter((i) => (sums[i] ?? 0) > isolated * total)
      .sort((i, j) => (sums[j] ?? 0) - (sums[i] ?? 0) || i - j),
  );
  const size = nodes.length;
  const weights = new Float64Array(size * size);
  nodes.forEach((p, i) => {
    nodes.forEach((q, j) => (weights[i * size + j] = (data[p * d + q] ?? 0) / total));
  });
  const degrees = Float64Array.from(nodes, (p) => (sums[p] ?? 0) / total);
  return { nodes, weights: { rows: size, cols: size, data: weights }, degrees };
}

/** The share of weight within communities, less what it would be if only degrees mattered. */
export function modularity({ weights, degrees }: Graph, partition: Partition): number {
  const size = degrees.length;
  const ofCommunity = new Map<number, number>();
  let within = 0;
  for (let i = 0; i < size; i++) {
    const community = partition[i] ?? 0;
    ofCommunity.set(community, (ofCommunity.get(community) ?? 0) + (degrees[i] ?? 0));
    for (let j = 0; j < size; j++) {
      if (partition[j] === community) within += weights.data[i * size + j] ?? 0;
    }
  }
  // All in one community is 0 by definition, not one rounding less another.
  if (ofCommunity.size === 1) return 0;
  return [...ofCommunity.values()].reduce((rest, degree) => rest - degree * degree, within);
}

/** Splits the nodes in two by the leading eigenvector of the modularity matrix, and on, while that improves it (Newman 2006). */
export function spectralPartition(graph: Graph, engine: Engine): Partition {
  const partition: Partition = new Int32Array(graph.degrees.length);
  const open = [[...graph.degrees.keys()]];
  let communities = 1;
  for (let members = open.shift(); members !== undefined; members = open.shift()) {
    if (members.length < 2) continue;
    const matrix = modularityMatrix(graph, members);
    const sides = leadingSigns(matrix, engine);
    const [one, other] = [true, false].map((side) => members.filter((_, at) => sides[at] === side)) as [
      number[],
      number[],
    ];
    if (one.length === 0 || other.length === 0 || gain(matrix, sides) <= improvement) continue;
    for (const node of other) partition[node] = communities;
    communities++;
    open.push(one, other);
  }
  return partition;
}

/** Entries A_ij - d_i d_j of the members, on the diagonal less the sum of the row: then splits are scored by it alone. */
function modularityMatrix({ weights, degrees }: Graph, members: readonly number[]): Matrix {
  const size = members.length;
  const data = new Float64Array(size * size);
  members.forEach((p, i) => {
    let sum = 0;
    members.forEach((q, j) => {
      const value = (weights.data[p * weights.cols + q] ?? 0) - (degrees[p] ?? 0) * (degrees[q] ?? 0);
      data[i * size + j] = value;
      sum += value;
    });
    data[i * size + i] = (data[i * size + i] ?? 0) - sum;
  });
  return { rows: size, cols: size, data };
}

/** The signs of the leading eigenvector's entries, its largest entry taken as positive. */
function leadingSigns(matrix: Matrix, engine: Engine): readonly boolean[] {
  const { vectors } = engine.eigenSymmetric(matrix);
  const leading = vectors.data.subarray(0, matrix.cols);
  const largest = leading.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return Array.from(leading, (value) => value * largest >= 0);
}

/** What a split adds to the modularity: s^T B s / 2 for signs s. */
function gain({ rows: size, data }: Matrix, sides: readonly boolean[]): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) sum += (sides[i] === sides[j] ? 1 : -1) * (data[i * size + j] ?? 0);
  }
  return sum / 2;
}
