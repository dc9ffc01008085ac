import type { Matrix } from '../../linalg/matrix';
import { dot, type LinearKernel } from '../preparations/linearKernel';

/** CKA without one instance. */
export interface Influence {
  readonly row: number;
  readonly value: number;
}

/**
 * Linear CKA without the instance that holds the largest share of either kernel: of the ones it could hang on, the
 * first suspect. Leaving a row out changes the centred cross product by a multiple of x_i y_i^T, so O(n (d + e)) is
 * enough. Null where nothing varies without it.
 * @param product <K, L> of the centred kernels
 */
export function withoutFarthest(product: number, k: LinearKernel, l: LinearKernel): Influence | null {
  const n = k.diagonal.length;
  if (n < 4) return null;
  const row = farthest(k, l);
  const [u, v] = [kernelRow(k, row), kernelRow(l, row)];
  const self = (m: LinearKernel, w: Float64Array): number => removed(m.selfProduct, w, w, row);
  const [xx, yy] = [self(k, u), self(l, v)];
  if (xx <= rounding * k.selfProduct || yy <= rounding * l.selfProduct) return null;
  const value = removed(product, u, v, row) / Math.sqrt(xx) / Math.sqrt(yy);
  return { row, value: Math.max(0, Math.min(1, value)) };
}

/** Below this share of the whole what is left without a row has too few digits. */
const rounding = 1e-10;

function farthest(k: LinearKernel, l: LinearKernel): number {
  let best = 0;
  let most = -1;
  const [lengthK, lengthL] = [Math.sqrt(k.selfProduct), Math.sqrt(l.selfProduct)];
  for (let i = 0; i < k.diagonal.length; i++) {
    const share = Math.max((k.diagonal[i] ?? 0) / lengthK, (l.diagonal[i] ?? 0) / lengthL);
    if (share > most) [best, most] = [i, share];
  }
  return best;
}

/** The kernel rows made last: in a grid the same few instances are the farthest again and again. */
const made = new WeakMap<LinearKernel, Map<number, Float64Array>>();
const rowsKept = 4;

/** Row i of the centred kernel. */
function kernelRow(kernel: LinearKernel, i: number): Float64Array {
  const { rows } = kernel.centred;
  if (kernel.gram !== null) return kernel.gram.data.subarray(i * rows, (i + 1) * rows);
  const known = made.get(kernel) ?? new Map<number, Float64Array>();
  made.set(kernel, known);
  const row = known.get(i) ?? productsWith(kernel.centred, i);
  known.delete(i);
  known.set(i, row);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size > rowsKept) known.delete(oldest);
  return row;
}

/** The products of row i with all rows. */
function productsWith({ rows, cols, data }: Matrix, i: number): Float64Array {
  const row = data.slice(i * cols, (i + 1) * cols);
  const products = new Float64Array(rows);
  for (let j = 0; j < rows; j++) products[j] = dot(row, data.subarray(j * cols, (j + 1) * cols));
  return products;
}

/** <K', L'> for K and L centred anew without row i, whose rows in K and L are u and v. */
function removed(product: number, u: Float64Array, v: Float64Array, i: number): number {
  const n = u.length;
  const c = n / (n - 1);
  return product - 2 * c * dot(u, v) + c * c * (u[i] ?? 0) * (v[i] ?? 0);
}
