import assert from 'node:assert/strict';
import { createEngine } from '../../../../server/linalg/engines/catalogue';
import { gaussian, identity } from '../matrices';

describe('The engines of the settings', () => {
  it('multiply with WebAssembly and load nothing as long as products are small', () => {
    const refuse = (): never => assert.fail('nothing is to be loaded');
    for (const choice of ['auto', 'wasm', 'onnxruntime', 'tfjs', 'blas'] as const) {
      const settings = { choice, blasLibrary: '/nowhere' };
      const engine = createEngine(settings, { tell: refuse, loading: refuse });
      assert.equal(engine.id, choice);
      assert.deepEqual(engine.multiply(identity(3), identity(3)), identity(3));
    }
  });

  it('say which library is missing, once, and go on with WebAssembly', () => {
    const told: string[] = [];
    const settings = { choice: 'blas', blasLibrary: '/nowhere/libblas.so' } as const;
    const engine = createEngine(settings, { tell: (line) => told.push(line), from: 0 });
    const x = gaussian(5, 4);
    const own = createEngine({ ...settings, choice: 'wasm' }, { tell: () => undefined });
    for (let round = 0; round < 2; round++)
      assert.deepEqual(engine.gram(x, 'columns'), own.gram(x, 'columns'));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^blas is not used: .*libblas\.so/);
  });

  if (process.platform === 'linux' && process.arch === 'x64') {
    it('find ONNX Runtime where it is installed with the development packages', () => {
      const told: string[] = [];
      const settings = { choice: 'onnxruntime', blasLibrary: '' } as const;
      const engine = createEngine(settings, { tell: (line) => told.push(line), from: 0 });
      engine.multiply(gaussian(5, 4), gaussian(4, 3));
      assert.match(told.join('\n'), /^ONNX Runtime 1\.30\.0 is used for large float64 products: /);
    });
  }
});
