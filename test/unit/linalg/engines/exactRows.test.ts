import assert from 'node:assert/strict';
import { createAcceleratedEngine } from '../../../../server/linalg/engines/accelerated';
import type { Products } from '../../../../server/linalg/engines/products';
import { hasExactRows } from '../../../../server/linalg/engines/selfTest';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import type { Matrix } from '../../../../server/linalg/matrix';
import { productsOf } from './chosen';

/** Sums the terms of the last column backwards, as libraries treat what is left over after their tiles. */
const fickle: Products = {
  id: 'blas',
  title: 'fickle',
  multiply(_type, a, b, { m, n, k }, out) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) {
          const q = j === n - 1 ? k - 1 - p : p;
          sum += (a.data[i * k + q] ?? 0) * (b.data[j * k + q] ?? 0);
        }
        out[i * n + j] = sum;
      }
    }
  },
};

/** Rows of which every third is the same. */
function threeRows(rows: number, cols: number): Matrix {
  const data = new Float64Array(rows * cols).map((_, at) =>
    Math.cos((Math.floor(at / cols) % 3) * 77 + (at % cols)),
  );
  return { rows, cols, data };
}

describe('Products of equal rows', () => {
  it('are equal by ONNX Runtime, wherever they stand', () => {
    assert.equal(hasExactRows(productsOf('onnxruntime'), 'float64'), true);
  });

  it('are seen to differ by a library that sums the last column in another order', () => {
    assert.equal(hasExactRows(fickle, 'float64'), false);
  });

  it('come from an accelerator as parts of a whole, all from the same, few columns too', () => {
    let asked = 0;
    const products = productsOf('onnxruntime');
    const engine = createAcceleratedEngine(createWasmEngine(), {
      id: 'onnxruntime',
      from: 1e6,
      choose: () => ({
        products: {
          ...products,
          multiply: (...operands) => {
            asked++;
            products.multiply(...operands);
          },
        },
        rate: 1e8,
        exactRows: true,
      }),
      failed: (_, why) => assert.fail(why),
    });
    const x = threeRows(300, 333);
    const part = (first: number, count: number): Matrix => ({
      ...x,
      rows: count,
      data: x.data.subarray(first * x.cols, (first + count) * x.cols),
    });
    const options = { transposeB: true, exactRows: true, partOf: 2 * 300 * 300 * 333 };
    const whole = engine.multiply(x, x, options);
    const into = new Float64Array(300 * 300);
    for (const [first, count, columns] of [
      [0, 300, 3],
      [297, 3, 300],
      [5, 1, 1],
      [100, 60, 63],
    ] as const) {
      const before = asked;
      const { rows, cols, data } = engine.multiply(part(first, count), part(0, columns), {
        ...options,
        into,
      });
      assert.ok(asked > before);
      assert.deepEqual([rows, cols, data.buffer === into.buffer], [count, columns, true]);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < cols; j++) assert.equal(data[i * cols + j], whole.data[(first + i) * 300 + j]);
    }
    assert.equal(whole.data[0], whole.data[3 * 300 + 297]);
  });

  it('come from our own kernels where they are no part of a large whole, or the library is fickle', () => {
    const own = createWasmEngine();
    const engine = createAcceleratedEngine(own, {
      id: 'blas',
      from: 1e6,
      choose: () => ({ products: fickle, rate: 1e9, exactRows: false }),
      failed: (_, why) => assert.fail(why),
    });
    const x = threeRows(100, 300);
    for (const partOf of [0, 1e9]) {
      const options = { transposeB: true, exactRows: true, partOf };
      assert.deepEqual(engine.multiply(x, x, options), own.multiply(x, x, options));
    }
  });
});
