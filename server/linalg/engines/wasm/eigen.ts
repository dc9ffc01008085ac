import type { Eigen } from '../../engine';
import { type Matrix, zeros } from '../../matrix';
import { applyReflectors, backTransformationAreas } from './backTransformation';
import { divideAndConquer, divideAndConquerAreas } from './divideAndConquer';
import { implicitQl } from './implicitQl';
import type { Work } from './product';
import { copyScaled, powerOfTwoScale } from './scaling';
import { tridiagonalAreas, tridiagonalise } from './tridiagonal';

/** Eigenvalues (descending) and eigenvectors of a symmetric matrix, upper triangle read. */
export function eigenSymmetric(work: Work, s: Matrix): Eigen {
  const n = s.rows;
  const { heap } = work;
  const scale = powerOfTwoScale(s.data);
  const at = heap.layout({
    ...tridiagonalAreas(n),
    ...divideAndConquerAreas(n),
    ...backTransformationAreas(n, n),
  });
  copyScaled(s.data, scale, heap.doubles(at.a, n * n));
  tridiagonalise(work, n, at);
  const d = heap.doubles(at.diagonal, n).slice();
  const e = heap.doubles(at.next, n).slice();
  const rows = divideAndConquer(work, d, e, at);
  const reflectors = { at: at.a, stride: n, tau: at.tau, n, count: n - 1, shift: 1 };
  applyReflectors(work, reflectors, n, at.vectors, n, at);
  const values = new Float64Array(n);
  const vectors = zeros(n, n);
  const found = heap.doubles(at.vectors, n * n);
  rows.forEach((row, i) => {
    if (i % 256 === 0) work.poll();
    values[i] = (d[row] ?? 0) / scale;
    vectors.data.set(found.subarray(row * n, (row + 1) * n), i * n);
  });
  return { values, vectors };
}

/** Eigenvalues, descending, of a symmetric matrix, upper triangle read. */
export function eigenvaluesSymmetric(work: Work, s: Matrix): Float64Array {
  const n = s.rows;
  const { heap } = work;
  const scale = powerOfTwoScale(s.data);
  const at = heap.layout(tridiagonalAreas(n));
  copyScaled(s.data, scale, heap.doubles(at.a, n * n));
  tridiagonalise(work, n, at);
  const d = heap.doubles(at.diagonal, n).slice();
  const e = heap.doubles(at.next, n).slice();
  e[n - 1] = 0;
  if (Math.abs(d[0] ?? 0) > Math.abs(d[n - 1] ?? 0)) {
    // Upside down: QL iterations converge faster from small to large.
    d.reverse();
    e.subarray(0, n - 1).reverse();
  }
  implicitQl(d, e, work.poll);
  return d
    .map((x) => x / scale)
    .sort()
    .reverse();
}
