import assert from 'node:assert/strict';
import { engine, registerKernel, type Tensor, tensor, tidy, type TensorInfo } from '@tensorflow/tfjs-core';
import { loadTensorFlow } from '../../../../server/runtimes/tfjs/library';
import { onlyWhenRead } from '../../../../server/runtimes/tfjs/onlyWhenRead';
import { Folder } from '../../../corpus/folder';
import { constant, graph, node, placeholder, writeModel } from './models';
import { array, gradientOf, started } from './running';

interface Cpu {
  readonly data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: readonly number[], type: string, values: Float32Array): TensorInfo;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('A kernel that computes only when its result is read', function () {
  this.timeout(30_000);
  const folder = new Folder();

  it('does so once, even where what it takes is gone', async () => {
    await loadTensorFlow();
    let calls = 0;
    registerKernel({
      kernelName: 'Doubled',
      backendName: 'cpu',
      kernelFunc: ({ inputs, backend }) => {
        calls++;
        const { x } = inputs;
        assert.ok(x);
        const cpu = backend as Cpu;
        const doubled = cpu.data.get(x.dataId).values.map((value) => 2 * value);
        return cpu.makeTensorInfo(x.shape, 'float32', doubled);
      },
    });
    onlyWhenRead('Doubled');
    const run = (x: Tensor): Tensor => engine().runKernel('Doubled', { x }, { filterShape: [2] });
    const before = engine().memory().numTensors;
    const ids = engine().backend.numDataIds();
    tidy(() => run(tensor([1, 2])).shape);
    assert.equal(calls, 0);
    const doubled = tidy(() => run(tensor([1, 2])));
    assert.deepEqual([...doubled.dataSync(), ...doubled.dataSync()], [2, 4, 2, 4]);
    assert.equal(calls, 1);
    doubled.dispose();
    assert.deepEqual([engine().memory().numTensors, engine().backend.numDataIds()], [before, ids]);
  });

  it('still gives the gradient of a convolution whose filter comes from the input', async () => {
    const attributes = {
      strides: { list: { i: ['1', '1', '1', '1'] } },
      padding: { s: base64('VALID') },
      data_format: { s: base64('NHWC') },
      dilations: { list: { i: ['1', '1', '1', '1'] } },
      fused_ops: { list: { s: [base64('BiasAdd')] } },
      num_args: { i: '1' },
    };
    const nodes = [
      placeholder('x', [1, 4]),
      ...['image', 'filter', 'end', 'bias'].map(constant),
      node('picture', 'Reshape', ['x', 'image']),
      node('weights', 'Reshape', ['x', 'filter']),
      node('sum', '_FusedConv2D', ['picture', 'weights', 'bias'], attributes),
      node('y', 'Reshape', ['sum', 'end']),
    ];
    const whole = (name: string, ...values: number[]): object => ({
      ...{ name, shape: [values.length], dtype: 'int32' },
      values,
    });
    const weights = [
      whole('image', 1, 2, 2, 1),
      whole('filter', 2, 2, 1, 1),
      whole('end', 1, 1),
      { name: 'bias', shape: [1], values: [5] },
    ];
    const path = writeModel(folder, 'squares', graph(nodes, ['y']), weights as never);
    const running = await started(path);
    const x = array([1, 4], [1, -2, 3, 0.5]);
    const found = await running.run(new Map([['x', x]]));
    // The sum of squares.
    assert.deepEqual([...(found.get('y')?.values ?? [])], [14.25 + 5]);
    assert.deepEqual(await gradientOf(running, ['x', x], ['y', array([1, 1], [3])]), [6, -12, 18, 3]);
  });
});
