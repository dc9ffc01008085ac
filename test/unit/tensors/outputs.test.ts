import assert from 'node:assert/strict';
import { asOutputs, type StatedKind } from '../../../server/tensors/outputs';
import type { ClassOrder } from '../../../server/tensors/matchClasses';
import type { Representation } from '../../../server/tensors/representation';

const read = (cols: number, ...values: number[]): Representation => ({
  values: { rows: values.length / cols, cols, data: Float32Array.from(values) },
  meaning: 'activations',
});
const outputs = (kind: StatedKind, of: Representation, order?: ClassOrder) => {
  const { values, ...rest } = asOutputs(of, kind, order);
  return { ...rest, values: [...values.data] };
};

describe('The outputs of a model', () => {
  it('are class numbers where rows are one-hot, and it is said what they were taken for', () => {
    const found = outputs('outputs', read(3, 0, 0, 1, 1, 0, 0));
    assert.deepEqual(found, {
      meaning: 'classes',
      classCount: 3,
      takenFor: 'one-hot classes',
      values: [2, 0],
    });
    const stated = outputs('one-hot', read(3, 0, 1, 0, 1, 0, 0));
    assert.deepEqual([stated.values, stated.takenFor], [[1, 0], undefined]);
    assert.equal(outputs('probabilities', read(2, 0, 1)).meaning, 'probabilities');
  });

  it('are refused where they are said to be one-hot and are not', () => {
    assert.throws(() => asOutputs(read(2, 0, 1, 1, 1), 'one-hot'), /row 1 is not one-hot/);
    assert.throws(
      () => asOutputs(read(2, 0, 1, 1, 1), 'outputs'),
      /row 1 has 2 ones .*: say of which kind it is/,
    );
  });

  it('are the probabilities of two classes where they are said to be binary', () => {
    const found = outputs('binary', read(1, 0.25, 1));
    assert.deepEqual(found, { meaning: 'probabilities', values: [0.75, 0.25, 0, 1] });
    assert.throws(() => asOutputs(read(1, 0.5, 2), 'binary'), /holds 2 in row 1, which is no probability/);
    assert.throws(() => asOutputs(read(2, 0.5, 0.5), 'binary'), /has 2 columns: binary outputs are one/);
  });

  it('are divided by 100 where they are per cent, also where they are said to be probabilities', () => {
    const found = outputs('outputs', read(2, 25, 75, 99.5, 0.5));
    assert.deepEqual(found, {
      meaning: 'probabilities',
      takenFor: 'probabilities in per cent',
      takenBecause: 'its rows are not negative and sum to 100, as per cent do',
      values: [0.25, 0.75, 0.995, 0.005],
    });
    assert.deepEqual(outputs('probabilities', read(2, 25, 75, 99.5, 0.5)), found);
    assert.deepEqual(outputs('logits', read(2, 25, 75, 99.5, 0.5)).values, [25, 75, 99.5, 0.5]);
  });

  it('have their columns in the common order', () => {
    const order = { numbers: [3, 0, 1], names: ['a', 'b', 'c', 'd'] };
    const found = outputs('outputs', read(3, 10, 20, 30, 11, 21, 31), order);
    assert.deepEqual(found.values, [20, 30, 10, 21, 31, 11]);
    assert.deepEqual(found.classes?.numbers, [0, 1, 3]);
  });

  it('have their class numbers in the common order, those without a name beyond it', () => {
    const order = { numbers: [2, 0], names: ['a', 'b', 'c'] };
    assert.deepEqual(outputs('outputs', read(1, 0, 1, 1, 2), order).values, [2, 0, 0, 5]);
    assert.deepEqual(outputs('outputs', read(2, 0, 1, 1, 0), order).values, [0, 2]);
  });
});
