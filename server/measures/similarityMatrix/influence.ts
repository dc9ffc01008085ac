import type { Matrix } from '../../linalg/matrix';
import { centred } from '../preparations/centred';
import { crossProduct } from '../preparations/crossProduct';
import { dot } from '../../linalg/dot';
import { linearKernel, type LinearKernel } from '../preparations/linearKernel';
import { scatter } from '../preparations/scatter';
import { turned } from '../preparations/turned';
import type { Prepared } from '../prepared';

/** CKA without one instance. */
export interface Influence {
  readonly row: number;
  readonly value: number;
}

/**
 * Linear CKA without the instance that holds the largest share of either kernel: of the ones it could hang on, the
 * first suspect. Leaving a row out changes the centred cross product by a multiple of x_i y_i^T. What that takes away
 * is found from the products over all rows that are there already, in O(d e). Null where nothing varies without it.
 * @param product <K, L> of the centred kernels
 */
export function withoutFarthest(product: number, x: Prepared, y: Prepared): Influence | null {
  if (x.n < 4) return null;
  const [k, l] = [x.get(linearKernel), y.get(linearKernel)];
  const row = farthest(k, l);
  const [u, v] = [k.diagonal[row] ?? 0, l.diagonal[row] ?? 0];
  const xx = removed(k.selfProduct, square(x, row), u * u, x.n);
  const yy = removed(l.selfProduct, square(y, row), v * v, x.n);
  if (xx <= rounding * k.selfProduct || yy <= rounding * l.selfProduct) return null;
  const value = removed(product, entry(x, y, row), u * v, x.n) / Math.sqrt(xx) / Math.sqrt(yy);
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

/** <K', L'> for K and L centred anew without row i, from (K L)_ii and K_ii L_ii. */
function removed(product: number, entryOfProduct: number, diagonals: number, n: number): number {
  const c = n / (n - 1);
  return product - 2 * c * entryOfProduct + c * c * diagonals;
}

/** (K K)_ii: in a grid mostly of the same row for all partners. */
function square(x: Prepared, i: number): number {
  const { squares } = x.get(linearKernel);
  const known = squares.get(i) ?? squareOf(x, i);
  squares.set(i, known);
  return known;
}

function squareOf(x: Prepared, i: number): number {
  const kernel = x.get(linearKernel);
  const row = kernelRow(kernel, i);
  if (row !== null) return dot(row, row);
  const features = centredRow(x, i);
  return form(features, x.get(scatter(true)), features);
}

/** (K L)_ii. */
function entry(x: Prepared, y: Prepared, i: number): number {
  const [k, l] = [x.get(linearKernel), y.get(linearKernel)];
  const [u, v] = [kernelRow(k, i), kernelRow(l, i)];
  if (u !== null || v !== null)
    return dot(u ?? productsWith(x.get(centred), i), v ?? productsWith(y.get(centred), i));
  return form(centredRow(x, i), x.with(y, crossProduct(true)), centredRow(y, i));
}

/** Row i of the centred matrix. */
function centredRow(x: Prepared, i: number): Float64Array {
  const columns = x.get(turned(true));
  if (columns === null) return rowOf(x.get(centred), i);
  return Float64Array.from({ length: columns.rows }, (_, j) => columns.data[j * columns.cols + i] ?? 0);
}

/** Row i of the centred kernel, where it was made. */
function kernelRow({ gram }: LinearKernel, i: number): Float64Array | null {
  return gram === null ? null : rowOf(gram, i);
}

function rowOf({ cols, data }: Matrix, i: number): Float64Array {
  return data.subarray(i * cols, (i + 1) * cols);
}

/** The products of row i with all rows. */
function productsWith(x: Matrix, i: number): Float64Array {
  const row = rowOf(x, i);
  return Float64Array.from({ length: x.rows }, (_, j) => dot(row, rowOf(x, j)));
}

/** u^T M v. */
function form(u: Float64Array, m: Matrix, v: Float64Array): number {
  return u.reduce((sum, value, a) => sum + value * dot(rowOf(m, a), v), 0);
}
