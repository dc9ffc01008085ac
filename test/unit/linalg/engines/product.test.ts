import assert from 'node:assert/strict';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import { distance, fromRows, gaussian, naiveProduct, single } from '../matrices';

const engine = createWasmEngine();
/** Around the edges of register blocks (4 x 4, 4 x 8), packed blocks (96, 256, 1024) and tiles (768, 1024). */
const shapes = [
  [1, 1, 1],
  [1, 9, 2],
  [9, 1, 3],
  [3, 4, 5],
  [4, 8, 255],
  [5, 7, 257],
  [95, 97, 96],
  [97, 95, 256],
  [769, 5, 31],
  [6, 1025, 33],
  [2, 3, 5000],
] as const;

describe('multiply', () => {
  for (const [m, n, k] of shapes) {
    it(`gives [${m} x ${k}] [${k} x ${n}] in all transpositions and precisions`, () => {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const a = transposeA ? gaussian(k, m, 3) : gaussian(m, k, 3);
          const b = transposeB ? gaussian(n, k, 5) : gaussian(k, n, 5);
          const options = { transposeA, transposeB };
          const scale = Math.sqrt(k) * 16;
          const exact = naiveProduct(a, b, transposeA, transposeB);
          assert.ok(distance(engine.multiply(a, b, options), exact) < 1e-15 * scale);
          const rounded = naiveProduct(single(a), single(b), transposeA, transposeB);
          const mixed = engine.multiply(single(a), single(b), options);
          assert.ok(distance(mixed, rounded) < 1e-15 * scale);
          const float32 = engine.multiply(single(a), single(b), { ...options, precision: 'float32' });
          assert.ok(distance(float32, rounded) < 4e-7 * scale);
        }
      }
    });
  }

  it('uses float64 when one operand has it, and rounds it when told to', () => {
    const a = fromRows([[1 + 2 ** -30]]);
    const b = single(fromRows([[1]]));
    assert.equal(engine.multiply(a, b).data[0], 1 + 2 ** -30);
    assert.equal(engine.multiply(a, b, { precision: 'mixed' }).data[0], 1);
  });

  it('sums float32 products in float64 in mixed precision', () => {
    const ones = single(fromRows([[4096, 2 ** -14]]));
    assert.equal(engine.multiply(ones, ones, { transposeB: true }).data[0], 2 ** 24 + 2 ** -28);
  });

  it('gives zeros for an empty inner dimension and empty results for empty sides', () => {
    const empty = { rows: 3, cols: 0, data: new Float64Array(0) };
    assert.deepEqual(engine.multiply(empty, empty, { transposeB: true }).data, new Float64Array(9));
    assert.deepEqual(engine.multiply(empty, empty, { transposeA: true }).data, new Float64Array(0));
  });

  it('gives bitwise equal products for equal rows, wherever they are', () => {
    const x = gaussian(1100, 300, 9);
    for (const row of [1, 767, 768, 1023, 1024, 1099]) x.data.copyWithin(row * 300, 0, 300);
    const products = engine.multiply(x, x, { transposeB: true });
    for (const i of [0, 1, 767, 768, 1099]) {
      for (const j of [0, 1023, 1024, 1099]) {
        assert.equal(products.data[i * 1100 + j], products.data[0]);
      }
    }
  });

  it('refuses shapes that do not fit', () => {
    assert.throws(() => engine.multiply(gaussian(2, 3), gaussian(2, 3)), {
      name: 'RangeError',
      message: 'cannot multiply [2 x 3] by [2 x 3]',
    });
  });
});

describe('gram', () => {
  for (const [rows, cols] of [
    [1, 1],
    [7, 3],
    [3, 7],
    [300, 97],
    [20, 1030],
    [1030, 20],
  ] as const) {
    it(`gives both triangles of X^T X and X X^T for [${rows} x ${cols}]`, () => {
      const x = gaussian(rows, cols, 7);
      const columns = engine.gram(x, 'columns');
      assert.ok(distance(columns, engine.multiply(x, x, { transposeA: true })) === 0);
      assert.ok(distance(engine.gram(x, 'rows'), engine.multiply(x, x, { transposeB: true })) === 0);
      const float32 = engine.gram(single(x), 'columns', 'float32');
      assert.ok(distance(float32, columns) < 1e-5 * rows);
      assert.ok(
        distance(engine.gram(single(x), 'columns'), naiveProduct(single(x), single(x), true)) < 1e-13 * rows,
      );
    });
  }
});
