import assert from 'node:assert/strict';
import type { TensorEntry, TensorStatistics } from '../../../../server/protocol';
import { filterTensors, nextSorting, sortTensors } from '../../../../webviews/model/tensorOrder';

const entry = (name: string, dtype: string, ...shape: number[]): TensorEntry => ({
  name,
  dtype,
  shape,
  bytes: 1,
});
const tensors = [
  entry('layer10.weight', 'F32', 2, 2),
  entry('layer2.weight', 'BF16', 9),
  entry('Layer2.bias', 'F32', 3),
];
const statistics = (index: number, mean: number | null): [number, TensorStatistics] => [
  index,
  {
    index,
    count: 1,
    mean,
    deviation: null,
    min: null,
    max: null,
    sum: null,
    zeros: 0,
    notANumber: 0,
    infinite: 0,
    first: [],
  },
];

describe('the order of the tensors', () => {
  it('filters by every word, in the name or the type, whatever the case', () => {
    assert.deepEqual(filterTensors(tensors, 'layer2'), [1, 2]);
    assert.deepEqual(filterTensors(tensors, ' LAYER f32 '), [0, 2]);
    assert.deepEqual(filterTensors(tensors, ''), [0, 1, 2]);
    assert.deepEqual(filterTensors(tensors, 'nothing'), []);
  });

  it('sorts names as people count', () => {
    const sorted = sortTensors(tensors, new Map(), [0, 1], { column: 'name', descending: false });
    assert.deepEqual(sorted, [1, 0]);
  });

  it('sorts by the number of elements, not by the text of the shape', () => {
    assert.deepEqual(
      sortTensors(tensors, new Map(), [0, 1, 2], { column: 'parameters', descending: true }),
      [1, 0, 2],
    );
  });

  it('leaves tensors without statistics at the end in both directions', () => {
    const known = new Map([statistics(1, 0.5), statistics(2, -0.5), statistics(0, null)]);
    assert.deepEqual(
      sortTensors(tensors, known, [0, 1, 2], { column: 'mean', descending: false }),
      [2, 1, 0],
    );
    assert.deepEqual(sortTensors(tensors, known, [0, 1, 2], { column: 'mean', descending: true }), [1, 2, 0]);
  });

  it('goes from ascending to descending and back to the file order', () => {
    const first = nextSorting(null, 'mean');
    const second = nextSorting(first, 'mean');
    assert.deepEqual(
      [first?.descending, second?.descending, nextSorting(second, 'mean')],
      [false, true, null],
    );
    assert.deepEqual(nextSorting(second, 'min'), { column: 'min', descending: false });
  });
});
