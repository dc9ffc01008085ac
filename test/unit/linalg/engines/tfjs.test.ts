import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { loadOnnxRuntime } from '../../../../server/linalg/engines/onnxruntime';
import { loadTfjs } from '../../../../server/linalg/engines/tfjs';

describe('The optional TensorFlow.js package', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nnsim-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(main: string): string {
    const home = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "version": "4.22.0", "main": "main.js" }');
    writeFileSync(join(home, 'main.js'), main);
    return join(folder, 'main.js');
  }

  it('cannot be loaded where it is not installed', () => {
    assert.throws(() => loadTfjs(join(folder, 'main.js')), /Cannot find module/);
  });

  it('is loaded where it is installed, with the function that newer versions of Node.js lack', () => {
    const from = install(`
      if (!require('util').isNullOrUndefined(undefined)) throw new Error('defined');
      exports.tidy = (body) => body();
      exports.tensor2d = (data, shape) => ({ data, shape });
      exports.matMul = (a, b, transA) => ({ dataSync: () => [a.data[0] * b.data[0], transA ? 1 : 0] });
    `);
    const products = loadTfjs(from);
    assert.equal(products.title, 'TensorFlow.js 4.22.0');
    const block = { rows: 1, cols: 1, data: Float32Array.of(3) };
    const out = new Float32Array(2);
    const shape = { transposeA: true, transposeB: false, m: 1, n: 1, k: 1 };
    products.multiply('float32', block, block, shape, out);
    assert.deepEqual([...out], [9, 1]);
    assert.ok('isNullOrUndefined' in util);
  });

  it('passes on what its own code throws while it is loaded', () => {
    assert.throws(() => loadTfjs(install('throw new Error("no libtensorflow")')), /no libtensorflow/);
  });
});

describe('The optional ONNX Runtime package', () => {
  it('cannot be loaded where it is not installed', () => {
    assert.throws(() => loadOnnxRuntime(join(tmpdir(), 'main.js')), /Cannot find module/);
  });
});
