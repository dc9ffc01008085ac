import assert from 'node:assert/strict';
import { byFamily } from '../../../../webviews/comparison/families';
import { describeMeasure } from './fixture';

describe('measures by family', () => {
  it('stand under the heading of their family, families in the order they first come', () => {
    const of = (id: string, familyTitle: string) => describeMeasure({ id, familyTitle });
    const groups = byFamily([of('a', 'New'), of('b', 'Neighbours'), of('c', 'New')]);
    assert.deepEqual(
      groups.map(([heading, members]) => [heading, members.map(({ id }) => id)]),
      [
        ['New', ['a', 'c']],
        ['Neighbours', ['b']],
      ],
    );
  });
});
