import type { Address } from './kernels';
import { deflate } from './deflation';
import { implicitQl } from './implicitQl';
import { type Work, multiplyInPlace } from './product';

/** Blocks up to this size are solved by QL iterations. */
const smallest = 32;
/** Entries of gap rows computed between two polls: about 10 ms. */
const entriesPerPoll = 1 << 19;

/** Float64 entries the decomposition of an n x n tridiagonal matrix needs, by area. */
export function divideAndConquerAreas(n: number) {
  return { vectors: n * n, gaps: n * n, copies: n * n, poles: n, squares: n, weights: n, spare: n, order: n };
}

export type DivideAndConquerAddresses = Record<keyof ReturnType<typeof divideAndConquerAreas>, Address>;

interface Problem {
  readonly work: Work;
  readonly n: number;
  readonly at: DivideAndConquerAddresses;
  /** Eigenvalues found so far, by row of `vectors`. */
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly positiveOnly: boolean;
}

/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix with entries of magnitude at most about 1 by divide
 * and conquer (Cuppen 1981, Gu and Eisenstat 1995). `d` is overwritten with the eigenvalues; row i of the n x n matrix
 * at `vectors` is the eigenvector of d[i]. Returns the rows in descending order of the eigenvalues.
 * With `positiveOnly`, rows of eigenvalues <= 0 are left undefined.
 */
export function divideAndConquer(
  work: Work,
  d: Float64Array,
  e: Float64Array,
  at: DivideAndConquerAddresses,
  positiveOnly = false,
): Int32Array {
  const n = d.length;
  work.heap.doubles(at.vectors, n * n).fill(0);
  return solve({ work, n, at, d, e, positiveOnly }, 0, n).reverse();
}

/** Solves rows and columns first .. first + size; returns their rows in ascending order of the eigenvalues. */
function solve(problem: Problem, first: number, size: number): Int32Array {
  if (size <= smallest) return solveSmall(problem, first, size);
  const { d, e } = problem;
  const upper = size >> 1;
  const middle = first + upper;
  const coupling = e[middle - 1] ?? 0;
  d[middle - 1] = (d[middle - 1] ?? 0) - Math.abs(coupling);
  d[middle] = (d[middle] ?? 0) - Math.abs(coupling);
  const above = solve(problem, first, upper);
  const below = solve(problem, middle, size - upper);
  merge(problem, first, upper, size - upper, coupling, above, below);
  return ascending(d, first, size);
}

function ascending(d: Float64Array, first: number, size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => first + i).sort((a, b) => (d[a] ?? 0) - (d[b] ?? 0));
}

function solveSmall({ work, n, at, d, e }: Problem, first: number, size: number): Int32Array {
  const vectors = work.heap.doubles(at.vectors, n * n);
  const next = new Float64Array(size);
  next.set(e.subarray(first, first + size - 1));
  const row = (i: number): number => (first + i) * n + first;
  for (let i = 0; i < size; i++) vectors[row(i) + i] = 1;
  implicitQl(d.subarray(first, first + size), next, work.poll, (i, c, s) => {
    for (let j = 0, x = row(i), y = row(i + 1); j < size; j++, x++, y++) {
      const p = vectors[x] ?? 0;
      const q = vectors[y] ?? 0;
      vectors[y] = s * p + c * q;
      vectors[x] = c * p - s * q;
    }
  });
  return ascending(d, first, size);
}

/** Joins two solved halves: the eigenproblem of D + rho z z^T, then the products with the halves' eigenvectors. */
function merge(
  problem: Problem,
  first: number,
  upper: number,
  lower: number,
  coupling: number,
  above: Int32Array,
  below: Int32Array,
): void {
  const { work, n, at, d } = problem;
  const { heap } = work;
  const size = upper + lower;
  const vectors = heap.doubles(at.vectors, n * n);
  const z = new Float64Array(n);
  const middle = first + upper;
  for (let i = first; i < middle; i++) z[i] = (vectors[i * n + middle - 1] ?? 0) * Math.SQRT1_2;
  for (let i = middle; i < first + size; i++)
    z[i] = Math.sign(coupling) * (vectors[i * n + middle] ?? 0) * Math.SQRT1_2;
  const rho = 2 * Math.abs(coupling);

  const rotate = (i: number, j: number, c: number, s: number): void =>
    heap.kernels.rotateRows(size, at.vectors + 8 * (i * n + first), at.vectors + 8 * (j * n + first), c, s);
  const { kept, deflated, sides } = deflate(d, z, rho, middle, above, below, rotate);
  const k = kept.length;

  // Rows that reach only into the upper half, into both, only into the lower half.
  const grouped = [1, 3, 2].flatMap((side) =>
    Array.from(kept.keys()).filter((i) => sides[kept[i] ?? 0] === side),
  );
  const inLower = kept.filter((i) => sides[i] === 2).length;
  const inUpper = kept.filter((i) => sides[i] === 1).length;
  const values = secular(problem, kept, z, rho, grouped);

  // Everything of the old rows that is still needed goes to `copies`; then the new rows overwrite them.
  const top = k - inLower;
  const bottom = k - inUpper;
  const copies = heap.doubles(at.copies, n * n);
  const rowOf = (i: number): number => (kept[grouped[i] ?? 0] ?? 0) * n + first;
  const lowerCopy = top * upper;
  const deflatedCopy = lowerCopy + bottom * lower;
  for (let i = 0; i < top; i++) copies.set(vectors.subarray(rowOf(i), rowOf(i) + upper), i * upper);
  for (let i = 0; i < bottom; i++) {
    const from = rowOf(inUpper + i) + upper;
    copies.set(vectors.subarray(from, from + lower), lowerCopy + i * lower);
  }
  const deflatedValues = deflated.map((i) => d[i] ?? 0);
  deflated.forEach((from, i) => {
    copies.set(vectors.subarray(from * n + first, from * n + first + size), deflatedCopy + i * size);
  });
  for (let i = 0; i < k; i++) vectors.fill(0, (first + i) * n + first, (first + i) * n + first + size);
  const skip = problem.positiveOnly && size === n ? values.findIndex((x) => x > 0) : 0;
  const from = skip < 0 ? k : skip;
  const gaps = { at: at.gaps + 8 * from * k, stride: k };
  const target = { at: at.vectors + 8 * ((first + from) * n + first), stride: n };
  multiplyInPlace(work, [k - from, upper, top], 1, gaps, { at: at.copies, stride: upper }, target);
  multiplyInPlace(
    work,
    [k - from, lower, bottom],
    1,
    { at: gaps.at + 8 * inUpper, stride: k },
    { at: at.copies + 8 * lowerCopy, stride: lower },
    { at: target.at + 8 * upper, stride: n },
  );
  d.set(values, first);
  deflatedValues.forEach((value, i) => {
    const row = first + k + i;
    d[row] = value;
    const copy = deflatedCopy + i * size;
    vectors.set(copies.subarray(copy, copy + size), row * n + first);
  });
}

/** Eigenvalues (ascending) of D + rho z z^T; leaves its unit eigenvectors as the k rows at `gaps`, columns grouped. */
function secular(
  { work, at, d }: Problem,
  kept: readonly number[],
  z: Float64Array,
  rho: number,
  grouped: readonly number[],
): Float64Array {
  const { heap, poll } = work;
  const { kernels } = heap;
  const k = kept.length;
  const values = new Float64Array(k);
  const poles = heap.doubles(at.poles, k);
  const squares = heap.doubles(at.squares, k);
  const weights = heap.doubles(at.weights, k);
  let norm = 0;
  kept.forEach((i, j) => {
    poles[j] = d[i] ?? 0;
    squares[j] = (z[i] ?? 0) ** 2;
    norm += squares[j] ?? 0;
  });
  for (let j = 0; j < k; j++) squares[j] = (squares[j] ?? 0) / norm;
  weights.fill(1);
  const every = Math.max(1, Math.floor(entriesPerPoll / k));
  for (let i = 0; i < k; i++) {
    if (i % every === 0) poll();
    const gaps = at.gaps + 8 * i * k;
    values[i] = kernels.secularRoot(k, i, at.poles, at.squares, rho * norm, gaps);
    kernels.weightFactors(k, i, at.poles, gaps, at.weights);
  }
  kept.forEach((i, j) => {
    weights[j] = Math.sign(z[i] ?? 0) * Math.sqrt(Math.abs(weights[j] ?? 0));
  });
  heap.integers(at.order, k).set(grouped);
  for (let i = 0; i < k; i++) {
    if (i % every === 0) poll();
    kernels.eigenvectorRow(k, at.gaps + 8 * i * k, at.weights, at.order, at.spare);
  }
  return values;
}
