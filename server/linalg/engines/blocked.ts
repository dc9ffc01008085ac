import { type AnyMatrix, type Matrix, matrixIn, zeros } from '../matrix';
import { type Block, type Float, type FloatArray, floats, leastExact, type Products } from './products';
import { mirror } from './wasm/product';

export interface Operand {
  readonly matrix: AnyMatrix;
  /** Whether the dimension summed over is its rows. */
  readonly depthIsRows: boolean;
}

export interface Blocking {
  readonly type: Float;
  readonly poll: () => void;
  /** Multiplications and additions between two polls. */
  readonly operations: number;
}

/** The library failed, in words of its own: the product has to come from elsewhere. */
export class ProductFailure extends Error {}

/** Most entries of one block, and of all blocks of one operand that are held at once. */
const blockEntries = 1 << 22;
const heldEntries = 1 << 23;
/** How much larger than asked for a block may be before it is cut in two: halves are multiplied more slowly. */
const most = 1.25;
/** Blocks are not cut below these, however slow the library is. */
const leastSide = 64;
const leastDepth = 256;
/** Strips of fewer rows are multiplied more slowly than blocks, and of fewer than twice as many not as fast as can be. */
const leastStrip = 128;
/** A Gram matrix is computed in strips, each from the diagonal on: of 4 x 4 blocks the upper 10 are multiplied. */
const strips = 4;

/**
 * op(A) op(B) by an accelerator, block by block, accumulated over the blocks in float64.
 * @param into memory that the result may take the beginning of
 */
export function blockedProduct(
  products: Products,
  a: Operand,
  b: Operand,
  blocking: Blocking,
  into?: Float64Array,
): Matrix {
  const [m, k] = sides(a);
  const c = matrixIn(into, m, sides(b)[0]);
  if (k === 0) c.data.fill(0);
  addInBlocks(c, products, a, b, blocking, false, false);
  return c;
}

/**
 * op(A) op(B) with all terms of an entry summed at once and never fewer columns than `leastExact`: so a library that
 * was seen to have exact rows sums the terms of all entries the same way.
 * @param into memory that the result may take the beginning of
 */
export function exactProduct(
  products: Products,
  a: Operand,
  b: Operand,
  { type, poll, operations }: Blocking,
  into?: Float64Array,
): Matrix {
  const [[m, k], [n]] = [sides(a), sides(b)];
  if (m === 0 || n === 0 || k === 0) return zeros(m, n);
  const c = matrixIn(into, m, n);
  const width = Math.max(n, leastExact);
  const right = widened(load(type, b, 0, k, 0, n), b.depthIsRows, n, width, type);
  const height = evenly(m, 2 * m * width * k, operations);
  const direct = type === 'float64' && width === n;
  const out = floats(type, direct ? 0 : height * width);
  const transposed = { transposeA: a.depthIsRows, transposeB: !b.depthIsRows };
  for (let i = 0; i < m; i += height) {
    poll();
    const rows = Math.min(height, m - i);
    const tile = direct ? c.data.subarray(i * n, (i + rows) * n) : out.subarray(0, rows * width);
    call(products, type, load(type, a, 0, k, i, rows), right, { ...transposed, m: rows, n: width, k }, tile);
    for (let r = 0; r < rows && !direct; r++)
      c.data.set(tile.subarray(r * width, r * width + n), (i + r) * n);
  }
  return c;
}

/** Rows of the blocks that `m` rows are cut into, about as large as asked for and of equal height. */
function evenly(m: number, whole: number, operations: number): number {
  return inParts(m, Math.max(1, Math.round(whole / (most * operations))));
}

function inParts(m: number, parts: number): number {
  return Math.min(m, Math.max(16, Math.ceil(m / parts / 16) * 16));
}

/** A second operand with columns of zeros appended, if it has too few. */
function widened(block: Block, depthIsRows: boolean, n: number, width: number, type: Float): Block {
  if (width === n) return block;
  const { rows, cols, data } = block;
  const [height, across] = depthIsRows ? [rows, width] : [width, cols];
  const wide = floats(type, height * across);
  for (let r = 0; r < rows; r++) wide.set(data.subarray(r * cols, (r + 1) * cols), r * across);
  return { data: wide, rows: height, cols: across };
}

/** X^T X or X X^T by an accelerator; exactly symmetric. */
export function blockedGram(products: Products, x: Operand, blocking: Blocking): Matrix {
  const { type, poll, operations } = blocking;
  const [m, k] = sides(x);
  const c = zeros(m, m);
  // Whole rows need no copy; of columns there is one of so many terms at a time.
  const fitting = x.depthIsRows
    ? Math.min(operations / (2 * m * Math.ceil(m / strips)), blockEntries / m)
    : heldEntries / m;
  const depth = Math.max(leastDepth, Math.floor(fitting));
  for (let p = 0; m > 0 && p < k; p += depth) {
    poll();
    // Strips of rows lie in one piece, strips of columns do not.
    const { data, rows, cols } = side(type, x, p, Math.min(depth, k - p));
    const operand = { matrix: { data, rows, cols } as AnyMatrix, depthIsRows: false };
    addInBlocks(c, products, operand, operand, blocking, true, p > 0);
  }
  return mirror(c, poll);
}

/** C = op(A) op(B), or C += op(A) op(B) if `added`; with `upper`, only blocks that touch or lie above the diagonal. */
function addInBlocks(
  c: Matrix,
  products: Products,
  a: Operand,
  b: Operand,
  { type, poll, operations }: Blocking,
  upper: boolean,
  added: boolean,
): void {
  const [m, k] = sides(a);
  const [n] = sides(b);
  if (m === 0 || n === 0 || k === 0) return;
  const cheapDepth = a.depthIsRows && b.depthIsRows;
  const { height, width, depth } = blockSizes([m, n, k], operations, cheapDepth, upper);
  // What is the first of its place, and in one piece there, is written at once.
  const inPlace = !upper && width === n && type === 'float64';
  const out = floats(type, inPlace && depth === k && !added ? 0 : height * width);
  for (let p = 0; p < k; p += depth) {
    const terms = Math.min(depth, k - p);
    const held = new Map<number, Block>();
    const right = (j: number): Block => {
      const block = held.get(j) ?? load(type, b, p, terms, j, Math.min(width, n - j));
      held.set(j, block);
      return block;
    };
    for (let i = 0; i < m; i += height) {
      const rows = Math.min(height, m - i);
      const left = load(type, a, p, terms, i, rows);
      for (let j = upper ? i : 0; j < n; j += width) {
        poll();
        const cols = Math.min(width, n - j);
        const transposed = { transposeA: a.depthIsRows, transposeB: !b.depthIsRows };
        const shape = { ...transposed, m: rows, n: cols, k: terms };
        const first = p === 0 && !added;
        const tile = first && inPlace ? c.data.subarray(i * n, (i + rows) * n) : out.subarray(0, rows * cols);
        call(products, type, left, right(j), shape, tile);
        if (!first) accumulate(c, tile, i, j, cols);
        else if (!inPlace) place(c, tile, i, j, cols);
      }
    }
  }
}

function call(...[products, ...operands]: [Products, ...Parameters<Products['multiply']>]): void {
  try {
    products.multiply(...operands);
  } catch (error) {
    throw new ProductFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The length of an operand beside the dimension summed over, and that dimension. */
function sides({ matrix, depthIsRows }: Operand): readonly [number, number] {
  return depthIsRows ? [matrix.cols, matrix.rows] : [matrix.rows, matrix.cols];
}

interface BlockSizes {
  readonly height: number;
  readonly width: number;
  readonly depth: number;
}

/** Halves sides until a block is small enough; where blocks of whole rows can be had, the depth first. */
function blockSizes(
  [m, n, k]: readonly [number, number, number],
  operations: number,
  cheapDepth: boolean,
  upper: boolean,
): BlockSizes {
  let [height, width, depth] = [m, n, k];
  // Of whole rows strips are multiplied fastest, and lie in one piece in the result.
  const fewest = evenly(m, 2 * m * n * k, operations);
  const strip = Math.max(fewest, inParts(m, Math.max(1, Math.floor(m / (2 * leastStrip)))));
  if (
    !upper &&
    !cheapDepth &&
    fewest >= leastStrip &&
    Math.max(strip, n) * k <= blockEntries &&
    m * k <= heldEntries
  )
    return { height: strip, width, depth };
  if (upper) height = Math.min(m, Math.max(leastSide, Math.ceil(m / strips)));
  const half = (side: number): number => Math.ceil(side / 16) * 8;
  for (;;) {
    const largest = Math.max(height * depth, width * depth, height * width);
    const held = Math.max(m, n) * depth;
    const few = 2 * height * width * depth <= most * operations;
    if (few && largest <= blockEntries && held <= heldEntries) break;
    const deep = depth >= 2 * leastDepth;
    const side = Math.max(height, width);
    if (deep && (cheapDepth || held > heldEntries || side < 4 * leastSide)) depth = half(depth);
    else if (side < 2 * leastSide) break;
    else if (height >= width) height = half(height);
    else width = half(width);
  }
  return { height, width, depth };
}

/** A block of an operand: a view where it lies in one piece and has the type, else a copy. */
function load(
  type: Float,
  { matrix, depthIsRows }: Operand,
  p: number,
  terms: number,
  at: number,
  count: number,
): Block {
  const [row, rows, col, cols] = depthIsRows ? [p, terms, at, count] : [at, count, p, terms];
  const { data } = matrix;
  const whole = cols === matrix.cols ? data.subarray(row * cols, (row + rows) * cols) : undefined;
  if (whole !== undefined && fits(type, whole)) return { data: whole, rows, cols };
  const copy = floats(type, rows * cols);
  if (whole !== undefined) copy.set(whole);
  else {
    for (let r = 0; r < rows; r++) {
      const from = (row + r) * matrix.cols + col;
      copy.set(data.subarray(from, from + cols), r * cols);
    }
  }
  return { data: copy, rows, cols };
}

/** The terms `p` .. of all of an operand, an entry of the Gram matrix's side a row. */
function side(type: Float, operand: Operand, p: number, terms: number): Block {
  const { matrix, depthIsRows } = operand;
  if (!depthIsRows) return load(type, operand, p, terms, 0, matrix.rows);
  const { data, cols } = matrix;
  const turned = floats(type, terms * cols);
  const tile = 32;
  for (let r0 = 0; r0 < terms; r0 += tile) {
    for (let s0 = 0; s0 < cols; s0 += tile) {
      for (let s = s0; s < Math.min(cols, s0 + tile); s++) {
        for (let r = r0; r < Math.min(terms, r0 + tile); r++)
          turned[s * terms + r] = data[(p + r) * cols + s] ?? 0;
      }
    }
  }
  return { data: turned, rows: cols, cols: terms };
}

/** Memory shared between threads is copied: not every native library may be handed it. */
function fits(type: Float, data: FloatArray): boolean {
  const typed = type === 'float32' ? data instanceof Float32Array : data instanceof Float64Array;
  return typed && data.buffer instanceof ArrayBuffer;
}

function place(c: Matrix, tile: FloatArray, i: number, j: number, cols: number): void {
  for (let r = 0, from = 0; from < tile.length; r++, from += cols)
    c.data.set(tile.subarray(from, from + cols), (i + r) * c.cols + j);
}

/** Row by row, if need be: a loop that sees arrays of one type only takes a third of the time. */
function accumulate(c: Matrix, tile: FloatArray, i: number, j: number, cols: number): void {
  if (cols === c.cols && tile instanceof Float64Array) {
    add(c.data.subarray(i * cols, i * cols + tile.length), tile);
    return;
  }
  for (let r = 0, from = 0; from < tile.length; r++, from += cols) {
    const to = (i + r) * c.cols + j;
    const row = c.data.subarray(to, to + cols);
    const terms = tile.subarray(from, from + cols);
    if (terms instanceof Float64Array) add(row, terms);
    else addSingle(row, terms);
  }
}

function add(row: Float64Array, terms: Float64Array): void {
  for (let s = 0; s < row.length; s++) row[s] = (row[s] ?? 0) + (terms[s] ?? 0);
}

function addSingle(row: Float64Array, terms: Float32Array): void {
  for (let s = 0; s < row.length; s++) row[s] = (row[s] ?? 0) + (terms[s] ?? 0);
}
