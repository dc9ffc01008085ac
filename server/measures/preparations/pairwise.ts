import type { Engine } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';

/** Rows of a block: 8 * 192 * n bytes are held besides the input. */
export const blockRows = 192;
/** Rows of a block of which the diagonal alone is needed. */
const normRows = 64;
/**
 * Equal rows must have equal products, or what counts as a tie would depend on where the rows stand; and every part of
 * X X^T is made as every other, squared norms too.
 */
const tiedIn = ({ rows, cols }: Matrix) => ({
  ...{ transposeB: true, exactRows: true },
  partOf: 2 * rows * rows * cols,
});

/**
 * Gets rows `first` to `first + rows - 1` of an n x n matrix, row-major. The block may be changed but not kept: the next
 * takes its place.
 */
export type Visit = (first: number, rows: number, block: Float64Array) => void;

/** Bytes held while the blocks of an n x n matrix of products or distances are visited. */
export function blockBytes(n: number): number {
  return 8 * Math.min(n, blockRows) * n;
}

/**
 * Visits the lower triangle of X X^T in blocks of rows, which have the first `first + rows` columns only: half the
 * work, and the n x n matrix never exists as a whole.
 */
export function forEachLowerBlockOfProducts(engine: Engine, x: Matrix, visit: Visit): void {
  forEachBlock(engine, x, true, visit);
}

/**
 * Visits the part of X X^T from the diagonal on, in blocks of rows: a block has columns `first` to n - 1 and the width
 * n - first. Half the work, for what is symmetric.
 */
export function forEachUpperBlockOfProducts(engine: Engine, x: Matrix, visit: Visit): void {
  const into = new Float64Array(blockBytes(x.rows) / 8);
  for (let first = 0; first < x.rows; first += blockRows) {
    const block = rowsOf(x, first, blockRows);
    visit(first, block.rows, engine.multiply(block, rowsOf(x, first, x.rows), { ...tiedIn(x), into }).data);
  }
}

/**
 * Visits the squared Euclidean distances between all rows in blocks. Equal rows have distance 0 exactly. Distances far
 * below the rows' norms lose digits: centre first.
 */
export function forEachBlockOfDistances(engine: Engine, x: Matrix, visit: Visit): void {
  forEachBlock(engine, x, false, toDistances(engine, x, visit));
}

/** The same for the lower triangle: blocks have the first `first + rows` columns only. */
export function forEachLowerBlockOfDistances(engine: Engine, x: Matrix, visit: Visit): void {
  forEachBlock(engine, x, true, toDistances(engine, x, visit));
}

/** Gets the same rows of two n x n matrices. */
export type VisitPair = (first: number, rows: number, x: Float64Array, y: Float64Array) => void;

/** Visits the lower triangles of the squared distances of two inputs side by side. */
export function forEachPairOfLowerBlocks(engine: Engine, x: Matrix, y: Matrix, visit: VisitPair): void {
  const into = new Float64Array(blockBytes(y.rows) / 8);
  let other: Float64Array = new Float64Array();
  const keep = toDistances(engine, y, (_first, _rows, block) => {
    other = block;
  });
  forEachLowerBlockOfDistances(engine, x, (first, rows, block) => {
    const others = rowsOf(y, 0, first + rows);
    const products = engine.multiply(rowsOf(y, first, rows), others, { ...tiedIn(y), into });
    keep(first, rows, products.data);
    visit(first, rows, block, other);
  });
}

/** Squared distances from some of the rows to all: [some x n]. Equal rows have distance 0 exactly. */
export function distancesFrom(engine: Engine, x: Matrix, some: Uint32Array): Matrix {
  const { rows: n } = x;
  const norms = squaredNorms(engine, x);
  const result = productsOf(engine, x, some);
  some.forEach((from, i) => {
    const norm = norms[from] ?? 0;
    const row = result.data.subarray(i * n, (i + 1) * n);
    for (let j = 0; j < n; j++) row[j] = Math.max(0, norm + (norms[j] ?? 0) - 2 * (row[j] ?? 0));
    row[from] = 0;
  });
  return result;
}

/** The products of some of the rows with all: [some x n]. */
export function productsOf(engine: Engine, x: Matrix, some: Uint32Array): Matrix {
  const { cols, data } = x;
  const chosen = { rows: some.length, cols, data: new Float64Array(some.length * cols) };
  some.forEach((row, i) => chosen.data.set(data.subarray(row * cols, (row + 1) * cols), i * cols));
  return engine.multiply(chosen, x, tiedIn(x));
}

function forEachBlock(engine: Engine, x: Matrix, lower: boolean, visit: Visit): void {
  const into = new Float64Array(blockBytes(x.rows) / 8);
  for (let first = 0; first < x.rows; first += blockRows) {
    const block = rowsOf(x, first, blockRows);
    const others = lower ? rowsOf(x, 0, first + block.rows) : x;
    visit(first, block.rows, engine.multiply(block, others, { ...tiedIn(x), into }).data);
  }
}

function toDistances(engine: Engine, x: Matrix, visit: Visit): Visit {
  const norms = squaredNorms(engine, x);
  return (first, rows, block) => {
    const width = block.length / rows;
    for (let i = 0; i < rows; i++) {
      const norm = norms[first + i] ?? 0;
      const row = block.subarray(i * width, (i + 1) * width);
      for (let j = 0; j < width; j++) row[j] = Math.max(0, norm + (norms[j] ?? 0) - 2 * (row[j] ?? 0));
      row[first + i] = 0;
    }
    visit(first, rows, block);
  };
}

/** The rows' squared norms, by the same product kernel as the rest, so that they cancel exactly for equal rows. */
export function squaredNorms(engine: Engine, x: Matrix): Float64Array {
  const norms = new Float64Array(x.rows);
  for (let first = 0; first < x.rows; first += normRows) {
    const block = rowsOf(x, first, normRows);
    const products = engine.multiply(block, block, tiedIn(x)).data;
    for (let i = 0; i < block.rows; i++) norms[first + i] = products[i * block.rows + i] ?? 0;
  }
  return norms;
}

/** Some rows of a matrix, fewer at its end; not copied. */
export function rowsOf({ rows, cols, data }: Matrix, first: number, count: number): Matrix {
  const last = Math.min(rows, first + count);
  return { rows: last - first, cols, data: data.subarray(first * cols, last * cols) };
}
