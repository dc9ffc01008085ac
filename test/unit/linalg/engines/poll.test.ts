import assert from 'node:assert/strict';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import { gaussian } from '../matrices';

const x = gaussian(300, 120, 2);
const operations = {
  multiply: (engine: ReturnType<typeof createWasmEngine>) => engine.multiply(x, x, { transposeA: true }),
  gram: (engine: ReturnType<typeof createWasmEngine>) => engine.gram(x, 'columns'),
  eigenSymmetric: (engine: ReturnType<typeof createWasmEngine>) => engine.eigenSymmetric(symmetric),
  eigenvaluesSymmetric: (engine: ReturnType<typeof createWasmEngine>) =>
    engine.eigenvaluesSymmetric(symmetric),
  singularValues: (engine: ReturnType<typeof createWasmEngine>) => engine.singularValues(x),
  triangularFactor: (engine: ReturnType<typeof createWasmEngine>) => engine.triangularFactor(x),
  rightSingularVectors: (engine: ReturnType<typeof createWasmEngine>) =>
    engine.rightSingularVectors(x, 1e-13),
};
const symmetric = createWasmEngine().gram(x, 'columns');

describe('poll', () => {
  for (const [name, operation] of Object.entries(operations)) {
    it(`can stop ${name} anywhere and leaves the engine usable`, () => {
      let polls = 0;
      const expected = operation(createWasmEngine(() => polls++));
      assert.ok(polls >= 2);
      const stop = new Error('stop');
      const tried = new Set([1, 2, 1 + (polls >> 2), 1 + (polls >> 1), polls - 1, polls]);
      for (const last of tried) {
        let count = 0;
        let limit = last;
        const engine = createWasmEngine(() => {
          if (++count === limit) throw stop;
        });
        assert.throws(() => operation(engine), stop);
        limit = Infinity;
        assert.deepEqual(operation(engine), expected);
      }
    });
  }

  it('is called between the tiles of a large product', () => {
    let polls = 0;
    const engine = createWasmEngine(() => polls++);
    engine.multiply(gaussian(900, 600), gaussian(600, 1100));
    assert.ok(polls >= 4);
  });

  it('is the poll it was made with', () => {
    const stop = new Error('stop');
    const engine = createWasmEngine(() => {
      throw stop;
    });
    assert.throws(() => engine.poll(), stop);
  });
});

describe('memory', () => {
  it('is refused with a sentence where a computation needs more than WebAssembly has', () => {
    const n = 12_000;
    const huge = { rows: n, cols: n, data: new Float64Array(0) };
    assert.throws(() => createWasmEngine().eigenSymmetric(huge), {
      name: 'RangeError',
      message:
        /^the matrices of this computation need \d+\.\d GiB at once, more than the 4\.0 GiB available$/,
    });
  });
});
