import assert from 'node:assert/strict';
import {
  choiceOf,
  type Filling,
  fitting,
  inputWords,
  matched,
  type Offer,
  unfitWords,
} from '../../../../client/running/fill';
import type { ModelInput } from '../../../../server/protocol';

const input = (name: string, ...shape: (number | null)[]): ModelInput => ({ name, dtype: 'float32', shape });
const offer = (tensor: string, ...shape: number[]): Offer => ({ path: '/data.npz', tensor, shape });
const tensor = (name: string) => ({ kind: 'tensor', path: '/data.npz', tensor: name }) as const;

describe('Filling the inputs of a model', () => {
  it('takes the only tensor that fits for the only input it fits, whatever they are called', () => {
    const { filled, open } = matched(
      [input('x', null, 784)],
      [offer('images', 2000, 28, 28), offer('labels', 2000)],
    );
    assert.deepEqual([...filled], [['x', tensor('images')]]);
    assert.deepEqual(open, []);
  });

  it('takes tensors that are called like inputs, and leaves a rate and a state open', () => {
    const inputs = [input('input', null, null), input('state', 2, null, 128), input('sr')];
    const { filled, open } = matched(inputs, [offer('input', 50, 512), offer('other', 50, 256)]);
    assert.deepEqual([...filled], [['input', tensor('input')]]);
    assert.deepEqual(
      open.map(({ name }) => name),
      ['state', 'sr'],
    );
  });

  it('decides nothing where several tensors fit, or one tensor fits several inputs', () => {
    const two = matched([input('x', null, 3)], [offer('train', 9, 3), offer('test', 5, 3)]);
    assert.deepEqual([two.filled.size, two.open.length], [0, 1]);
    const both = matched([input('a', null, 3), input('b', null, 3)], [offer('rows', 9, 3)]);
    assert.deepEqual([both.filled.size, both.open.length], [0, 2]);
  });

  it('offers for an input what has its shape, or as many values in another one', () => {
    const fits = (shape: (number | null)[], ...own: number[]): boolean =>
      fitting(input('x', ...shape), [offer('t', ...own)]).length === 1;
    assert.ok(fits([null, 3, null, null], 8, 3, 224, 224));
    assert.ok(fits([null, 1, 28, 28], 8, 784));
    assert.ok(fits([4, 784], 8, 784));
    assert.ok(!fits([null, 1, 28, 28], 8, 785));
    assert.ok(!fits([null, null, 28], 8, 28));
    assert.ok(!fits([], 8));
  });

  it('says why a file fills no input, and nothing where it fills one', () => {
    const inputs = [input('x', null, 3), input('sr')];
    assert.equal(unfitWords(inputs, [offer('rows', 9, 4), offer('more', 9, 3)]), undefined);
    assert.equal(
      unfitWords(inputs, [offer('rows', 9, 4), offer('labels', 9)]),
      'it has rows [9, 4], labels [9], and the model takes x [?, 3], sr []',
    );
    const many = ['a', 'b', 'c', 'd'].map((name) => offer(name, 9));
    assert.match(unfitWords(inputs, many) ?? '', /^it has a \[9\], b \[9\], c \[9\] \.\.\., and/);
    assert.match(unfitWords(inputs, []) ?? '', /^it has no tensor, and/);
  });

  it('asks the server for tensors and numbers by input', () => {
    const inputs = [input('x', null, 3), input('sr'), input('left out')];
    const fillings = new Map<string, Filling>([
      ['x', tensor('rows')],
      ['sr', { kind: 'number', value: 16000 }],
    ]);
    assert.deepEqual(choiceOf('/m.onnx', inputs, fillings), {
      model: '/m.onnx',
      probes: [{ input: 'x', path: '/data.npz', tensor: 'rows' }],
      constants: [{ input: 'sr', value: 16000 }],
    });
    assert.equal(inputWords(input('x', null, 3)), '"x", float32 [?, 3]');
  });
});
