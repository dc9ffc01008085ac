import { centred } from '../preparations/centred';
import { crossProduct } from '../preparations/crossProduct';
import { dot } from '../../linalg/dot';
import { linearKernel, type LinearKernel } from '../preparations/linearKernel';
import type { Prepared } from '../prepared';

/** <K, L> for two centred linear kernels, by whichever of ||X^T Y||_F^2, tr(Y^T K Y) and <K, L> is cheapest. */
export function kernelProduct(first: Prepared, second: Prepared): number {
  const [x, y] = [first.get(linearKernel), second.get(linearKernel)];
  if (x.gram !== null && y.gram !== null) return dot(x.gram.data, y.gram.data);
  const gram = x.gram ?? y.gram;
  if (gram !== null) {
    const narrow = (x.gram !== null ? second : first).get(centred);
    return dot(first.engine.multiply(gram, narrow).data, narrow.data);
  }
  const cross = first.with(second, crossProduct(true)).data;
  return dot(cross, cross);
}

/**
 * The inner product of the two U-centred kernels, n (n - 3) times the unbiased HSIC, from the product of the centred
 * kernels and their diagonals alone (n >= 4).
 */
export function debiasedProduct(product: number, x: LinearKernel, y: LinearKernel, n: number): number {
  return product - (n / (n - 2)) * dot(x.diagonal, y.diagonal) + (x.trace * y.trace) / ((n - 1) * (n - 2));
}
