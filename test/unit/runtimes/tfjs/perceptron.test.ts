import assert from 'node:assert/strict';
import { tfjs } from '../../../../server/runtimes/tfjs/tfjs';
import { Folder } from '../../../corpus/folder';
import { computed } from '../onnx/models';
import { densePerceptron, graphPerceptron } from './models';
import { array, gradientOf, started, valuesOf } from './running';

const rows = [
  [-3, 0, 2],
  [0.5, 1, -1],
  [2, 2, 0.25],
];
const given = array([3, 3], rows.flat());
const expected = (name: 'hidden' | 'active' | 'y'): readonly number[] =>
  rows.flatMap((row) => computed(row)[name]);

/** The gradients of both scores of each row: the weights of the units that are active. */
function slopes(row: readonly number[]): readonly (readonly number[])[] {
  const unit = (i: number): number[] => [0, 1, 2].map((j) => (i === j ? 1 : 0));
  const active = computed(row).hidden.map((value) => (value > 0 ? 1 : 0));
  const columns = [0, 1, 2].map((i) => computed(unit(i)).hidden);
  const out = [
    [1, 2, 0, -1],
    [-1, 0, 3, 1],
  ];
  return out.map((weights) =>
    columns.map((column) =>
      weights.reduce((sum, weight, k) => sum + weight * (active[k] ?? 0) * (column[k] ?? 0), 0),
    ),
  );
}

describe('A perceptron of TensorFlow.js', function () {
  this.timeout(30_000);
  const folder = new Folder();

  it('of layers lists its input and its layers', async () => {
    assert.deepEqual(await tfjs.anatomy(densePerceptron(folder)), {
      inputs: [{ name: 'active_input', dtype: 'float32', shape: [null, 3] }],
      steps: [
        { name: 'active', operator: 'Dense', isOutput: false, kind: 'nonlinear' },
        { name: 'y', operator: 'Dense', isOutput: true, kind: 'linear' },
      ],
    });
  });

  it('of operators lists what leads to its outputs', async () => {
    assert.deepEqual(await tfjs.anatomy(graphPerceptron(folder)), {
      inputs: [{ name: 'x', dtype: 'float32', shape: [null, 3] }],
      steps: [
        { name: 'hidden', operator: 'MatMul', isOutput: false, kind: 'linear' },
        { name: 'active', operator: 'Relu', isOutput: false, kind: 'nonlinear' },
        { name: 'y', operator: 'MatMul', isOutput: true, kind: 'linear' },
      ],
    });
  });

  it('gives the values that are wanted and its outputs', async () => {
    const dense = await started(densePerceptron(folder), ['active']);
    assert.deepEqual(await valuesOf(dense, 'active_input', given), {
      active: expected('active'),
      y: expected('y'),
    });
    const operators = await started(graphPerceptron(folder), ['hidden']);
    assert.deepEqual(await valuesOf(operators, 'x', given), { hidden: expected('hidden'), y: expected('y') });
  });

  it('gives the gradients of its scores, weighted', async () => {
    const models = [
      ['active_input', await started(densePerceptron(folder))],
      ['x', await started(graphPerceptron(folder))],
    ] as const;
    const weights = array([3, 2], [1, 0, 0, 1, 2, -0.5]);
    const by = rows.flatMap((row, i) => {
      const [first = [], second = []] = slopes(row);
      const [a = 0, b = 0] = weights.values.subarray(2 * i);
      return first.map((value, j) => a * value + b * (second[j] ?? NaN));
    });
    assert.ok(by.some((value) => value !== 0));
    for (const [input, running] of models) {
      const found = await gradientOf(running, [input, given], ['y', weights]);
      found.forEach((value, i) => assert.equal(value, by[i]));
    }
  });

  it('releases what it made', async () => {
    const { memory } = await import('@tensorflow/tfjs-core');
    const models = [
      ['active_input', await started(densePerceptron(folder))],
      ['x', await started(graphPerceptron(folder))],
    ] as const;
    const weights = array([3, 2], [1, 1, 1, 1, 1, 1]);
    const use = async (): Promise<number> => {
      for (const [input, running] of models) {
        await valuesOf(running, input, given);
        await gradientOf(running, [input, given], ['y', weights]);
      }
      return memory().numTensors;
    };
    const before = await use();
    assert.equal(await use(), before);
    assert.ok(before > 0, 'the weights of the models are counted');
  });
});
