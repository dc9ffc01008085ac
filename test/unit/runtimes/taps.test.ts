import assert from 'node:assert/strict';
import type { Anatomy } from '../../../server/runtimes/runtime';
import { chosenTaps } from '../../../server/runtimes/taps';

const of = (...steps: readonly (readonly [name: string, operator: string, isOutput?: true])[]): Anatomy => ({
  inputs: [],
  steps: steps.map(([name, operator, isOutput = false]) => ({ name, operator, isOutput })),
});
const names = (anatomy: Anatomy, patterns?: readonly string[]): readonly string[] =>
  chosenTaps(anatomy, patterns).map(({ name }) => name);

describe('the values taken of a model', () => {
  const net = of(['c1', 'Conv'], ['r1', 'Relu'], ['c2', 'Conv'], ['r2', 'Relu'], ['y', 'Softmax', true]);

  it('are those of its non-linear operators and its outputs', () => {
    assert.deepEqual(names(net), ['r1', 'r2', 'y']);
  });

  it('are those of its linear operators where there are no others', () => {
    assert.deepEqual(names(of(['a', 'MatMul'], ['b', 'Reshape'], ['y', 'Gemm', true])), ['a', 'y']);
  });

  it('are the ones that were named, in the order of computation, and the outputs', () => {
    assert.deepEqual(names(net, ['r*', 'c1']), ['c1', 'r1', 'r2', 'y']);
    assert.deepEqual(names(of(['a.b', 'Relu'], ['axb', 'Relu']), ['a.b']), ['a.b']);
  });

  it('are refused by name where there are none', () => {
    assert.throws(() => names(net, ['layer*']), {
      name: 'BadInput',
      message: 'No value of the model is called "layer*": nnsim run MODEL --list names them.',
    });
  });
});
