import assert from 'node:assert/strict';
import type { Anatomy, Running } from '../../../server/runtimes/runtime';
import { differentiable } from '../../../server/runtimes/whiteBoxValues';

const inputs = (...names: readonly string[]): Anatomy['inputs'] =>
  names.map((name) => ({ name, dtype: 'float32', shape: [null, 2] }));
const outputs = (...names: readonly string[]): Anatomy['steps'] =>
  names.map((name) => ({ name, operator: 'Relu', isOutput: true }));
const running: Running = {
  run: () => Promise.resolve(new Map()),
  pullback: () => Promise.resolve({ shape: [], values: new Float64Array() }),
};
const refusal = (anatomy: Anatomy): string => {
  try {
    differentiable('net.json', anatomy, running);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'none';
};

describe('A model whose gradients are wanted', () => {
  it('has one input and one output', () => {
    const { input, output } = differentiable(
      'net.json',
      { inputs: inputs('x'), steps: [...outputs('y'), { name: 'z', operator: 'Relu', isOutput: false }] },
      running,
    );
    assert.deepEqual([input, output], ['x', 'y']);
  });

  it('is refused with how many it has otherwise', () => {
    const one = 'gradients are taken of models with one of each.';
    assert.equal(
      refusal({ inputs: inputs(), steps: outputs('y') }),
      `net.json has no input and 1 output: ${one}`,
    );
    assert.equal(
      refusal({ inputs: inputs('x', 'mask'), steps: outputs('a', 'b', 'c', 'd') }),
      `net.json has 2 inputs ("x", "mask") and 4 outputs ("a", "b", "c", ...): ${one}`,
    );
  });
});
