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

/** Values that differ by less than this share of the largest are equal but for rounding. */
const tied = 1e-9;

/** The graph with these weights, symmetric and not negative, with at least one that is positive. */
export function graphOf({ rows: d, data }: Matrix): Graph {
  const sums = Float64Array.from({ length: d }, (_, i) => {
    return data.subarray(i * d, (i + 1) * d).reduce((sum, weight) => sum + weight, 0);
  });
  const total = sums.reduce((sum, degree) => sum + degree, 0);
  // Degrees that are equal but for rounding are the same: the shift keeps simple fractions off the steps.
  const rank = (i: number): number => Math.floor((sums[i] ?? 0) / (tied * total) + Math.SQRT1_2);
  const nodes = Uint32Array.from(
    [...sums.keys()]
      .filter((i) => (sums[i] ?? 0) > isolated * total)
      .sort((i, j) => rank(j) - rank(i) || i - j),
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

/**
 * The signs of the leading eigenvector's entries, its first entry of the largest size taken as positive. Entries that are
 * 0 but for rounding count as positive: which side they fall on must not hang on the last bits of the weights.
 */
function leadingSigns(matrix: Matrix, engine: Engine): readonly boolean[] {
  const leading = leadingVector(matrix, engine);
  const size = leading.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const first = leading.find((value) => Math.abs(value) >= (1 - tied) * size) ?? 0;
  return Array.from(leading, (value) => value * Math.sign(first) >= -tied * size);
}

/**
 * The leading eigenvector. Where the largest eigenvalue has several, as in graphs with symmetries, any mixture of them is
 * one too: then the projection on them of the node that has the most of it, the first of equal ones.
 */
function leadingVector(matrix: Matrix, engine: Engine): Float64Array {
  const { values, vectors } = engine.eigenSymmetric(matrix);
  const size = matrix.cols;
  const [largest, smallest] = [values[0] ?? 0, values[size - 1] ?? 0];
  const least = largest - tied * Math.max(Math.abs(largest), Math.abs(smallest));
  const count = values.filter((value) => value >= least).length;
  if (count === 1) return vectors.data.subarray(0, size);
  const projection = (node: number): Float64Array =>
    Float64Array.from({ length: size }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < count; k++)
        sum += (vectors.data[k * size + node] ?? 0) * (vectors.data[k * size + at] ?? 0);
      return sum;
    });
  const shares = new Float64Array(size);
  for (let k = 0; k < count; k++)
    for (let at = 0; at < size; at++)
      shares[at] = (shares[at] ?? 0) + (vectors.data[k * size + at] ?? 0) ** 2;
  const most = shares.reduce((more, share) => Math.max(more, share), 0);
  return projection(shares.findIndex((share) => share >= (1 - tied) * most));
}

/** What a split adds to the modularity: s^T B s / 2 for signs s. */
function gain({ rows: size, data }: Matrix, sides: readonly boolean[]): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) sum += (sides[i] === sides[j] ? 1 : -1) * (data[i * size + j] ?? 0);
  }
  return sum / 2;
}
