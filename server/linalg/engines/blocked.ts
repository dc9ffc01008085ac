import { type AnyMatrix, type Matrix, zeros } from '../matrix';
import { type Block, type Float, type FloatArray, floats, type Products } from './products';
import { mirror } from './wasm/product';

interface Operand {
  readonly matrix: AnyMatrix;
  /** Whether the dimension summed over is its rows. */
  readonly depthIsRows: boolean;
}

interface Blocking {
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
/** Blocks are not cut below these, however slow the library is. */
const leastSide = 64;
const leastDepth = 256;
/** Strips of a Gram matrix: of 4 x 4 blocks the 10 that touch or lie above the diagonal are multiplied. */
const strips = 4;

/** op(A) op(B) by an accelerator, block by block, accumulated over the blocks in float64. */
export function blockedProduct(products: Products, a: Operand, b: Operand, blocking: Blocking): Matrix {
  return inBlocks(products, a, b, blocking, false);
}

/** X^T X or X X^T by an accelerator; exactly symmetric. */
export function blockedGram(products: Products, x: Operand, blocking: Blocking): Matrix {
  return mirror(inBlocks(products, x, x, blocking, true), blocking.poll);
}

function inBlocks(products: Products, a: Operand, b: Operand, blocking: Blocking, upper: boolean): Matrix {
  const { type, poll } = blocking;
  const [m, k] = sides(a);
  const [n] = sides(b);
  const c = zeros(m, n);
  if (m === 0 || n === 0 || k === 0) return c;
  const cheapDepth = a.depthIsRows && b.depthIsRows;
  const { height, width, depth } = blockSizes([m, n, k], blocking.operations, cheapDepth, upper);
  const out = floats(type, height * width);
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
      const left = upper ? right(i) : load(type, a, p, terms, i, rows);
      for (let j = upper ? i : 0; j < n; j += width) {
        poll();
        const cols = Math.min(width, n - j);
        const transposed = { transposeA: a.depthIsRows, transposeB: !b.depthIsRows };
        const tile = out.subarray(0, rows * cols);
        try {
          products.multiply(type, left, right(j), { ...transposed, m: rows, n: cols, k: terms }, tile);
        } catch (error) {
          throw new ProductFailure(error instanceof Error ? error.message : String(error), { cause: error });
        }
        accumulate(c, tile, i, j, cols, p > 0);
      }
    }
  }
  return c;
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
  if (upper) height = width = Math.min(m, Math.max(leastSide, Math.ceil(m / strips)));
  const half = (side: number): number => Math.ceil(side / 16) * 8;
  for (;;) {
    const largest = Math.max(height * depth, width * depth, height * width);
    const held = Math.max(m, n) * depth;
    if (2 * height * width * depth <= operations && largest <= blockEntries && held <= heldEntries) break;
    const deep = depth >= 2 * leastDepth;
    const side = Math.max(height, width);
    if (deep && (cheapDepth || held > heldEntries || side < 4 * leastSide)) depth = half(depth);
    else if (side < 2 * leastSide) break;
    else if (upper) height = width = half(height);
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

/** Memory shared between threads is copied: not every native library may be handed it. */
function fits(type: Float, data: FloatArray): boolean {
  const typed = type === 'float32' ? data instanceof Float32Array : data instanceof Float64Array;
  return typed && data.buffer instanceof ArrayBuffer;
}

function accumulate(c: Matrix, tile: FloatArray, i: number, j: number, cols: number, more: boolean): void {
  const { data, cols: n } = c;
  for (let r = 0, from = 0; from < tile.length; r++, from += cols) {
    const to = (i + r) * n + j;
    if (!more) data.set(tile.subarray(from, from + cols), to);
    else for (let s = 0; s < cols; s++) data[to + s] = (data[to + s] ?? 0) + (tile[from + s] ?? 0);
  }
}
