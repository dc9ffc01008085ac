import {
  EigenvalueDecomposition,
  Matrix as PlainMatrix,
  QrDecomposition,
  SingularValueDecomposition,
} from 'ml-matrix';
import type { Engine } from '../../../server/linalg/engine';
import { zeros, type AnyMatrix, type Matrix } from '../../../server/linalg/matrix';

/** The kernels in plain TypeScript and ml-matrix, float64 throughout: slow, simple, the oracle of the tests. */
export function createPlainEngine(poll: () => void = () => undefined): Engine {
  return {
    id: 'wasm',
    rowsFasterFrom: Infinity,
    poll,
    multiply: (a, b, { transposeA = false, transposeB = false } = {}) => {
      const left = transposeA ? transposed(a) : a;
      const right = transposeB ? transposed(b) : b;
      if (left.cols !== right.rows) throw new RangeError(`${left.cols} columns times ${right.rows} rows`);
      const product = zeros(left.rows, right.cols);
      for (let i = 0; i < left.rows; i++) {
        for (let k = 0; k < left.cols; k++) {
          const factor = at(left, i, k);
          for (let j = 0; j < right.cols; j++) {
            const to = i * right.cols + j;
            product.data[to] = (product.data[to] ?? 0) + factor * at(right, k, j);
          }
        }
      }
      return product;
    },
    gram(x, of) {
      return of === 'columns'
        ? this.multiply(x, x, { transposeA: true })
        : this.multiply(x, x, { transposeB: true });
    },
    eigenSymmetric: (s) => {
      const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(plain(s), {
        assumeSymmetric: true,
      });
      const order = descending(realEigenvalues);
      const vectors = zeros(s.rows, s.rows);
      for (const [row, i] of order.entries()) vectors.data.set(eigenvectorMatrix.getColumn(i), row * s.rows);
      return { values: Float64Array.from(order, (i) => realEigenvalues[i] ?? 0), vectors };
    },
    eigenvaluesSymmetric(s) {
      return this.eigenSymmetric(s).values;
    },
    singularValues: (m) => {
      const svd = new SingularValueDecomposition(plain(m), {
        computeLeftSingularVectors: false,
        computeRightSingularVectors: false,
        autoTranspose: true,
      });
      return Float64Array.from(svd.diagonal).sort().reverse();
    },
    triangularFactor: (x) => {
      const factor = new QrDecomposition(plain(x)).upperTriangularMatrix;
      return { rows: x.cols, cols: x.cols, data: Float64Array.from(factor.to1DArray()) };
    },
    rightSingularVectors: (m, tolerance) => {
      const svd = new SingularValueDecomposition(plain(m), { computeLeftSingularVectors: false });
      const order = descending(svd.diagonal);
      const values = Float64Array.from(order, (i) => svd.diagonal[i] ?? 0);
      const rank = values.filter((value) => value > tolerance * (values[0] ?? 0)).length;
      const vectors = zeros(rank, m.cols);
      for (const [row, i] of order.slice(0, rank).entries()) {
        vectors.data.set(svd.rightSingularVectors.getColumn(i), row * m.cols);
      }
      return { values, vectors };
    },
  };
}

/** Positions of the values, the largest value's first. */
function descending(values: readonly number[]): readonly number[] {
  return values.map((_, i) => i).sort((i, j) => (values[j] ?? 0) - (values[i] ?? 0));
}

function at(m: AnyMatrix, i: number, j: number): number {
  return m.data[i * m.cols + j] ?? 0;
}

function transposed(m: AnyMatrix): Matrix {
  const result = zeros(m.cols, m.rows);
  for (let i = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) result.data[j * m.rows + i] = at(m, i, j);
  return result;
}

function plain(m: Matrix): PlainMatrix {
  return PlainMatrix.from1DArray(m.rows, m.cols, m.data);
}
