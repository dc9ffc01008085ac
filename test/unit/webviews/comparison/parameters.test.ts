import assert from 'node:assert/strict';
import type { MeasureDescription } from '../../../../server/protocol';
import { numberProblem } from '../../../../webviews/comparison/numberProblem';

type Parameter = MeasureDescription['parameters'][number];

const k: Parameter = {
  name: 'k',
  kind: 'number',
  default: 10,
  summary: '',
  min: 1,
  max: 1000,
  integer: true,
};
const width: Parameter = { name: 'width', kind: 'number', default: 1, summary: '', min: 0 };

describe('a text for a number parameter', () => {
  it('is taken when it is a number in range, with a point or a comma', () => {
    for (const text of ['1', ' 1000 ', '1e2']) assert.equal(numberProblem(k, text), null, text);
    for (const text of ['0,5', '0.5', '7']) assert.equal(numberProblem(width, text), null, text);
  });

  it('is refused otherwise, with what it may be', () => {
    for (const text of ['', 'ten', '0', '1001', '2.5', 'Infinity']) {
      assert.equal(numberProblem(k, text), 'a whole number from 1 to 1000', text);
    }
    assert.equal(numberProblem(width, '-1'), 'a number, 0 or more');
    const seed: Parameter = { ...k, name: 'seed', min: 0, max: 2 ** 53 - 1 };
    assert.equal(numberProblem(seed, '-1'), 'a whole number, 0 or more');
    assert.equal(numberProblem(seed, '1e16'), 'a whole number of at most 9007199254740991');
  });
});
