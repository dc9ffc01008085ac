import { type Matrix, zeros } from '../../matrix';
import { transpose } from '../../transpose';
import { applyReflectors, backTransformationAreas } from './backTransformation';
import { bidiagonalAreas, bidiagonalise } from './bidiagonal';
import { bidiagonalSingularValues } from './bidiagonalQr';
import { divideAndConquer, divideAndConquerAreas } from './divideAndConquer';
import type { Work } from './product';
import { copyScaled, powerOfTwoScale } from './scaling';
import { triangularFactor } from './triangularFactor';

/** The min(rows, cols) singular values, descending. */
export function singularValues(work: Work, m: Matrix): Float64Array {
  const scale = powerOfTwoScale(m.data);
  const square = squareForm(work, m, scale);
  const n = square.rows;
  const { heap } = work;
  const at = heap.layout(bidiagonalAreas(n));
  heap.doubles(at.a, n * n).set(square.data);
  bidiagonalise(work, n, at);
  const values = bidiagonalSingularValues(heap.doubles(at.diagonal, n), heap.doubles(at.next, n), work.poll);
  return values.map((x) => x / scale);
}

/**
 * All singular values, descending, and the right singular vectors, as rows, of those above tolerance * the largest.
 * rows >= cols. The singular values of the bidiagonal form B and its right and left vectors v, u are the positive
 * eigenvalues and, interleaved, the eigenvectors of a tridiagonal matrix with zero diagonal (Golub and Kahan 1965).
 * The rows are orthogonal to about eps * largest / smallest kept value: where that is not enough, orthogonalise them in
 * this order, which changes M by no more than rounding errors of its norm.
 */
export function rightSingularVectors(
  work: Work,
  m: Matrix,
  tolerance: number,
): { values: Float64Array; vectors: Matrix } {
  const scale = powerOfTwoScale(m.data);
  const square = squareForm(work, m, scale);
  const n = square.rows;
  const { heap } = work;
  const at = heap.layout({
    ...bidiagonalAreas(n),
    rowReflectors: n * n,
    rightVectors: n * n,
    ...divideAndConquerAreas(2 * n),
    ...backTransformationAreas(n, n),
  });
  heap.doubles(at.a, n * n).set(square.data);
  bidiagonalise(work, n, at, at.rowReflectors);
  const d = new Float64Array(2 * n);
  const e = new Float64Array(2 * n);
  heap.doubles(at.diagonal, n).forEach((x, i) => (e[2 * i] = x));
  heap.doubles(at.next, n - 1).forEach((x, i) => (e[2 * i + 1] = x));
  const rows = divideAndConquer(work, d, e, at, true);
  const values = Float64Array.from({ length: n }, (_, i) => Math.max(0, d[rows[i] ?? 0] ?? 0));
  const limit = tolerance * (values[0] ?? 0);
  const rank = values.filter((x) => x > limit).length;
  const found = heap.doubles(at.vectors, 4 * n * n);
  const right = heap.doubles(at.rightVectors, rank * n);
  for (let i = 0; i < rank; i++) {
    const from = (rows[i] ?? 0) * 2 * n;
    let squares = 0;
    for (let j = 0; j < n; j++) squares += (found[from + 2 * j] ?? 0) ** 2;
    for (let j = 0; j < n; j++) right[i * n + j] = (found[from + 2 * j] ?? 0) / Math.sqrt(squares);
  }
  const reflectors = {
    at: at.rowReflectors,
    stride: n,
    tau: at.tauRow,
    n,
    count: Math.max(0, n - 1),
    shift: 1,
  };
  applyReflectors(work, reflectors, rank, at.rightVectors, n, at);
  const vectors = zeros(rank, n);
  vectors.data.set(heap.doubles(at.rightVectors, rank * n));
  return { values: values.map((x) => x / scale), vectors };
}

/** A square matrix with the singular values (and, where rows >= cols, the right vectors) of the scaled matrix. */
function squareForm(work: Work, m: Matrix, scale: number): Matrix {
  const scaled = { rows: m.rows, cols: m.cols, data: new Float64Array(m.data.length) };
  copyScaled(m.data, scale, scaled.data);
  if (m.rows === m.cols) return scaled;
  return triangularFactor(work, m.rows > m.cols ? scaled : transpose(scaled));
}
