import type { Precision } from '../../engine';
import { type AnyMatrix, type Matrix, matrixIn, zeros } from '../../matrix';
import type { Heap } from './heap';
import type { Gemm } from './kernels';

/** The result is computed tile by tile; a tile and the blocks of the operands that reach it live in WASM memory. */
const tileRows = 768;
const tileColumns = 1024;
/** Largest number of entries of an operand's block. */
const blockEntries = 1 << 20;
/** Multiplications and additions between two polls: 10 to 20 ms. */
const operationsPerBlock = 3e8;

interface Operand {
  readonly matrix: AnyMatrix;
  /** Whether the dimension summed over is its rows. */
  readonly depthIsRows: boolean;
}

export interface Work {
  readonly heap: Heap;
  readonly poll: () => void;
}

/** op(A) op(B), in the memory given if it is enough; with `upper`, the entries below the diagonal are undefined. */
export function product(
  { heap, poll }: Work,
  a: Operand,
  b: Operand,
  precision: Precision,
  upper: boolean,
  into?: Float64Array,
): Matrix {
  const m = a.depthIsRows ? a.matrix.cols : a.matrix.rows;
  const n = b.depthIsRows ? b.matrix.cols : b.matrix.rows;
  const k = a.depthIsRows ? a.matrix.rows : a.matrix.cols;
  const c = k === 0 ? zeros(m, n) : matrixIn(into, m, n);
  if (m === 0 || n === 0 || k === 0) return c;
  const height = Math.min(m, tileRows);
  const width = Math.min(n, tileColumns);
  const depth = blockDepth(height, width, k);
  const at = heap.layout({ a: height * depth, b: width * depth, c: height * width });
  const gemm = kernelFor(heap, precision);
  for (let i = 0; i < m; i += height) {
    const rows = Math.min(height, m - i);
    for (let j = 0; j < n; j += width) {
      const cols = Math.min(width, n - j);
      if (upper && i >= j + cols) continue;
      const tile = heap.doubles(at.c, rows * cols).fill(0);
      for (let p = 0; p < k; p += depth) {
        poll();
        const terms = Math.min(depth, k - p);
        const strideA = load(heap, at.a, a, precision, p, terms, i, rows);
        const strideB = load(heap, at.b, b, precision, p, terms, j, cols);
        const skipFrom = upper ? j - i : rows;
        gemm(
          rows,
          cols,
          terms,
          1,
          at.a,
          strideA,
          a.depthIsRows,
          at.b,
          strideB,
          !b.depthIsRows,
          at.c,
          cols,
          heap.work,
          skipFrom,
        );
      }
      for (let r = 0; r < rows; r++) c.data.set(tile.subarray(r * cols, (r + 1) * cols), (i + r) * n + j);
    }
  }
  return c;
}

function kernelFor(heap: Heap, precision: Precision): Gemm {
  const { gemmFloat32, gemmFloat64, gemmMixed } = heap.kernels;
  return precision === 'float32' ? gemmFloat32 : precision === 'float64' ? gemmFloat64 : gemmMixed;
}

/** A multiple of 256, the depth at which the kernel empties its registers, where there is enough to sum over. */
function blockDepth(height: number, width: number, k: number): number {
  const byWork = operationsPerBlock / (2 * height * width);
  const byMemory = blockEntries / Math.max(height, width);
  const depth = Math.max(256, Math.floor(Math.min(byWork, byMemory) / 256) * 256);
  return Math.min(depth, k);
}

/** Copies a block of an operand into WASM memory, converted to what the kernel reads; returns its leading dimension. */
function load(
  heap: Heap,
  at: number,
  { matrix, depthIsRows }: Operand,
  precision: Precision,
  p: number,
  terms: number,
  i: number,
  count: number,
): number {
  const [row, rows, col, cols] = depthIsRows ? [p, terms, i, count] : [i, count, p, terms];
  const { data } = matrix;
  const block = precision === 'float64' ? heap.doubles(at, rows * cols) : heap.singles(at, rows * cols);
  if (cols === matrix.cols) block.set(data.subarray(row * cols, (row + rows) * cols));
  else {
    for (let r = 0; r < rows; r++) {
      const from = (row + r) * matrix.cols + col;
      block.set(data.subarray(from, from + cols), r * cols);
    }
  }
  return cols;
}

/** C += alpha op(A) op(B) for matrices that are in WASM memory already, with polls in between. */
export function multiplyInPlace(
  { heap, poll }: Work,
  [m, n, k]: readonly [number, number, number],
  alpha: number,
  a: Inside,
  b: Inside,
  c: Inside,
  upper = false,
): void {
  if (m === 0 || n === 0 || k === 0) return;
  const step = Math.max(96, Math.floor(operationsPerBlock / (2 * n * k) / 96) * 96);
  for (let i = 0; i < m; i += step) {
    poll();
    const rows = Math.min(step, m - i);
    const first = upper ? i : 0;
    heap.kernels.gemmFloat64(
      rows,
      n - first,
      k,
      alpha,
      a.at + 8 * i * (a.transposed ? 1 : a.stride),
      a.stride,
      a.transposed === true,
      b.at + 8 * first * (b.transposed ? b.stride : 1),
      b.stride,
      b.transposed === true,
      c.at + 8 * (i * c.stride + first),
      c.stride,
      heap.work,
      upper ? 0 : rows,
    );
  }
}

/** A matrix in WASM memory: address, leading dimension. */
export interface Inside {
  readonly at: number;
  readonly stride: number;
  readonly transposed?: boolean;
}

/** Copies the upper triangle of a square matrix into the lower one, in tiles that fit the cache. */
export function mirror(c: Matrix, poll: () => void): Matrix {
  const { rows: n, data } = c;
  const tile = 64;
  for (let i = 0; i < n; i += tile) {
    if (i % 1024 === 0) poll();
    for (let j = i; j < n; j += tile) {
      for (let r = i; r < Math.min(i + tile, n); r++) {
        for (let s = Math.max(j, r + 1); s < Math.min(j + tile, n); s++)
          data[s * n + r] = data[r * n + s] ?? 0;
      }
    }
  }
  return c;
}
