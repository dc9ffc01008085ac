import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('The licences beside the built program', () => {
  const text = readFileSync(join(__dirname, '../../dist/licences.txt'), 'utf8');

  it('cover what is bundled, what that brings along, and the icons', () => {
    for (const name of ['yauzl', 'pend', 'vscode-jsonrpc', 'd3-scale', '@vscode/codicons', 'h5wasm']) {
      assert.match(text, new RegExp(`^${name} [0-9.]+ \\(`, 'm'), name);
    }
  });

  it('leave out what is only for tests, and what comes with the packages for single platforms', () => {
    const elsewhere = ['onnxruntime-node', 'onnxruntime-common', 'koffi', '@tensorflow/tfjs-core'];
    for (const name of ['mocha', 'fast-check', 'ml-matrix', ...elsewhere]) {
      assert.doesNotMatch(text, new RegExp(`^${name} [0-9.]+ \\(`, 'm'), name);
    }
  });
});
