import assert from 'node:assert/strict';
import { faultOf, rateOf } from '../../../../server/linalg/engines/selfTest';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import type { Matrix } from '../../../../server/linalg/matrix';
import { distance, filled, fromRows, gaussian, naiveProduct, single } from '../matrices';
import { accelerated, productsOf, testedAccelerators, whyMissing } from './chosen';

/** Around the sides at which blocks are cut when they are small. */
const shapes = [
  [1, 1, 1],
  [1, 9, 2],
  [9, 1, 3],
  [65, 63, 257],
  [127, 129, 64],
  [130, 5, 600],
  [3, 300, 1100],
] as const;
/** All at once, and cut as small as blocks get. */
const pieces = [1e9, 1e5];

for (const { id, types } of testedAccelerators) {
  if (id === 'blas' && whyMissing(id) !== undefined) continue;
  const precisions = types.includes('float64')
    ? (['float64', 'mixed', 'float32'] as const)
    : (['float32'] as const);
  const double = types.includes('float64');
  const [a, b] = [gaussian(300, 200, 5), gaussian(300, 250, 6)];

  describe(`The products of ${id}`, function () {
    this.timeout(20_000);
    const products = productsOf(id);

    it('pass the self-test and have a speed', () => {
      for (const type of types) {
        assert.equal(faultOf(products, type), undefined);
        assert.ok(rateOf(products, type) > 1e7);
      }
    });

    for (const [m, n, k] of shapes) {
      it(`are right for [${m} x ${k}] [${k} x ${n}] in all transpositions and precisions, whole and in blocks`, () => {
        for (const operations of pieces) {
          const engine = accelerated(products, operations);
          for (const transposeA of [false, true]) {
            for (const transposeB of [false, true]) {
              const x = single(transposeA ? gaussian(k, m, 3) : gaussian(m, k, 3));
              const y = single(transposeB ? gaussian(n, k, 5) : gaussian(k, n, 5));
              const exact = naiveProduct(x, y, transposeA, transposeB);
              for (const precision of precisions) {
                // Memory that held something else.
                const into = new Float64Array(m * n + 1).fill(NaN);
                const result = engine.multiply(x, y, { transposeA, transposeB, precision, into });
                assert.equal(result.data.buffer, into.buffer);
                const unit = precision === 'float32' ? 4e-7 : 1e-15;
                assert.ok(distance(result, exact) < unit * 16 * Math.sqrt(k), precision);
              }
            }
          }
        }
      });
    }

    it('give exactly symmetric Gram matrices of columns and of rows', () => {
      const x = gaussian(300, 150, 7);
      for (const of of ['columns', 'rows'] as const) {
        const exact = naiveProduct(x, x, of === 'columns', of === 'rows');
        for (const operations of pieces) {
          const engine = accelerated(products, operations);
          for (const precision of precisions) {
            const gram = engine.gram(precision === 'mixed' ? single(x) : x, of, precision);
            const { rows: n, data } = gram;
            assert.deepEqual(
              data,
              data.map((_, at) => data[(at % n) * n + Math.floor(at / n)] ?? NaN),
            );
            const unit = precision === 'float64' ? 1e-15 : 4e-7;
            assert.ok(distance(gram, exact) < unit * 64 * Math.sqrt(300), precision);
          }
        }
      }
    });

    it('carry NaN and infinities to the entries they belong to, and no further', () => {
      const engine = accelerated(products, 1e5);
      const x = filled(140, 140, (i, j) => (i === 70 && j === 3 ? NaN : i === 139 && j === 0 ? Infinity : 1));
      const y = filled(140, 140, () => 1);
      const precision = double ? 'float64' : 'float32';
      const row = (i: number, m: Matrix): Set<number> => new Set(m.data.subarray(i * 140, (i + 1) * 140));
      const result = engine.multiply(x, y, { precision });
      assert.deepEqual([...row(70, result)], [NaN]);
      assert.deepEqual([...row(139, result)], [Infinity]);
      assert.deepEqual([...row(0, result)], [140]);
      // What an earlier product left in the memory of the result must not come through.
      assert.deepEqual([...row(70, engine.multiply(y, y, { precision }))], [140]);
    });

    it('are zeros for an empty inner dimension and empty for empty sides', () => {
      const empty = { rows: 3, cols: 0, data: new Float64Array(0) };
      const engine = accelerated(products, 1e9);
      const precision = double ? 'float64' : 'float32';
      assert.deepEqual(
        engine.multiply(empty, empty, { transposeB: true, precision }).data,
        new Float64Array(9),
      );
      assert.deepEqual(engine.gram(empty, 'columns', precision).data, new Float64Array(0));
    });

    it('read memory that threads share', () => {
      const shared = new Float64Array(new SharedArrayBuffer(8 * a.data.length));
      shared.set(a.data);
      const precision = double ? 'float64' : 'float32';
      const engine = accelerated(products, 1e9);
      const options = { transposeA: true, precision } as const;
      assert.deepEqual(engine.multiply({ ...a, data: shared }, b, options), engine.multiply(a, b, options));
    });

    it('leave the operands as they are', () => {
      const precision = double ? 'float64' : 'float32';
      const [x, y] = [a.data.slice(), b.data.slice()];
      accelerated(products, 1e5).multiply(a, b, { transposeA: true, precision });
      assert.deepEqual([a.data, b.data], [x, y]);
    });

    it('can be stopped between blocks, and the next product is right', () => {
      const stop = new Error('stop');
      let left = 3;
      const engine = accelerated(products, 1e6, () => {
        if (left-- === 0) throw stop;
      });
      const precision = double ? 'float64' : 'float32';
      assert.throws(() => engine.multiply(a, b, { transposeA: true, precision }), stop);
      left = Infinity;
      const exact = createWasmEngine().multiply(a, b, { transposeA: true });
      assert.ok(distance(engine.multiply(a, b, { transposeA: true, precision }), exact) < 1e-3);
    });

    it('are not asked where equal rows must have equal products', () => {
      const engine = accelerated({ ...products, multiply: () => assert.fail('it was asked') }, 1e9);
      const options = { transposeB: true, exactRows: true };
      assert.deepEqual(engine.multiply(a, a, options), createWasmEngine().multiply(a, a, options));
    });
  });
}

describe('An engine with an accelerator', () => {
  it('refuses shapes that do not fit like any other', () => {
    const products = productsOf('onnxruntime');
    assert.throws(() => accelerated(products, 1e9).multiply(gaussian(2, 3), gaussian(2, 3)), {
      name: 'RangeError',
      message: 'cannot multiply [2 x 3] by [2 x 3]',
    });
  });

  it('decomposes by itself', () => {
    const products = productsOf('onnxruntime');
    const engine = accelerated({ ...products, multiply: () => assert.fail('it was asked') }, 1e9);
    const s = fromRows([
      [2, 1],
      [1, 2],
    ]);
    assert.deepEqual(engine.eigenSymmetric(s), createWasmEngine().eigenSymmetric(s));
  });
});
