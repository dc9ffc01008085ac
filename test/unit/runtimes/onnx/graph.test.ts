import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnx } from '../../../../server/runtimes/onnx/onnx';
import { tapped } from '../../../../server/runtimes/onnx/tapped';
import { perceptron, value } from './models';

describe('the anatomy of an ONNX model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nnsim-anatomy-'));
  const write = (model: Uint8Array): string => {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, model);
    return path;
  };
  after(() => rmSync(folder, { recursive: true }));

  it('has the inputs with types and shapes, and the values in the order of computation', async () => {
    assert.deepEqual(await onnx.anatomy(write(perceptron())), {
      inputs: [{ name: 'x', dtype: 'float32', shape: [null, 3] }],
      steps: [
        { name: 'hidden', operator: 'MatMul', isOutput: false },
        { name: 'active', operator: 'Relu', isOutput: false },
        { name: 'y', operator: 'MatMul', isOutput: true },
      ],
    });
  });

  it('has what is added to the model as outputs', async () => {
    const { steps } = await onnx.anatomy(write(tapped(perceptron(), ['hidden', 'active'])));
    assert.deepEqual(
      steps.map(({ isOutput }) => isOutput),
      [true, true, true],
    );
  });

  it('says that a length of 0 is free, and names types it does not know', async () => {
    const { inputs } = await onnx.anatomy(write(perceptron({ x: value('x', [0, 3], 99) })));
    assert.deepEqual(inputs, [{ name: 'x', dtype: 'type 99', shape: [null, 3] }]);
  });
});
