import { type Eigen, type Engine, type MultiplyOptions, type Precision, usualPrecision } from '../engine';
import { type AnyMatrix, type Matrix, zeros } from '../matrix';
import { eigenSymmetric, eigenvaluesSymmetric } from './wasm/eigen';
import { Heap } from './wasm/heap';
import { mirror, product } from './wasm/product';
import { rightSingularVectors, singularValues } from './wasm/singular';
import { triangularFactor } from './wasm/triangularFactor';

/**
 * The engine that is always there: SIMD kernels in WebAssembly and TypeScript around them. Results depend on nothing
 * but the input: no threads, no fused multiply-add, the same order of operations on every machine.
 * @param poll called between blocks of work; what it throws stops the operation and leaves the engine usable
 */
export function createWasmEngine(poll: () => void = () => undefined): Engine {
  const heap = new Heap();
  const work = { heap, poll };

  function run<T>(operation: () => T): T {
    poll();
    try {
      return operation();
    } finally {
      heap.trim();
    }
  }

  return {
    id: 'wasm',
    rowsFasterFrom: Infinity,
    poll,
    multiply(a: AnyMatrix, b: AnyMatrix, options: MultiplyOptions = {}): Matrix {
      const { transposeA = false, transposeB = false, precision = usualPrecision(a, b), into } = options;
      const depth = transposeA ? a.rows : a.cols;
      if (depth !== (transposeB ? b.cols : b.rows)) {
        throw new RangeError(`cannot multiply ${shape(a, transposeA)} by ${shape(b, transposeB)}`);
      }
      const left = { matrix: a, depthIsRows: transposeA };
      const right = { matrix: b, depthIsRows: !transposeB };
      return run(() => product(work, left, right, precision, false, into));
    },
    gram(x: AnyMatrix, of: 'columns' | 'rows', precision: Precision = usualPrecision(x, x)): Matrix {
      const operand = { matrix: x, depthIsRows: of === 'columns' };
      return run(() => mirror(product(work, operand, operand, precision, true), poll));
    },
    eigenSymmetric(s: Matrix): Eigen {
      checkSquare(s);
      if (s.rows === 0) return { values: new Float64Array(0), vectors: zeros(0, 0) };
      return run(() => eigenSymmetric(work, s));
    },
    eigenvaluesSymmetric(s: Matrix): Float64Array {
      checkSquare(s);
      return s.rows === 0 ? new Float64Array(0) : run(() => eigenvaluesSymmetric(work, s));
    },
    singularValues(m: Matrix): Float64Array {
      return m.rows === 0 || m.cols === 0 ? new Float64Array(0) : run(() => singularValues(work, m));
    },
    triangularFactor(x: Matrix): Matrix {
      checkTall(x);
      return run(() => triangularFactor(work, x));
    },
    rightSingularVectors(m: Matrix, tolerance: number): { values: Float64Array; vectors: Matrix } {
      checkTall(m);
      if (m.cols === 0) return { values: new Float64Array(0), vectors: zeros(0, 0) };
      return run(() => rightSingularVectors(work, m, tolerance));
    },
  };
}

function shape(m: AnyMatrix, transposed: boolean): string {
  return transposed ? `[${m.rows} x ${m.cols}]^T` : `[${m.rows} x ${m.cols}]`;
}

function checkSquare(s: Matrix): void {
  if (s.rows !== s.cols) throw new RangeError(`a symmetric matrix is square, not [${s.rows} x ${s.cols}]`);
}

function checkTall(m: Matrix): void {
  if (m.rows < m.cols) throw new RangeError(`[${m.rows} x ${m.cols}] has fewer rows than columns`);
}
