import assert from 'node:assert/strict';
import { moveCursor } from '../../../../webviews/charts/heatmapCursor';

describe('the cursor of a heatmap', () => {
  const at = { row: 5, column: 5 };
  it('moves by keys and stays inside', () => {
    assert.deepEqual(moveCursor('ArrowDown', false, at, 6, 6), at);
    assert.deepEqual(moveCursor('ArrowLeft', false, at, 6, 6), { row: 5, column: 4 });
    assert.deepEqual(moveCursor('PageUp', false, at, 6, 6), { row: 0, column: 5 });
    assert.deepEqual(moveCursor('Home', false, at, 6, 6), { row: 5, column: 0 });
    assert.deepEqual(moveCursor('Home', true, at, 6, 6), { row: 0, column: 0 });
    assert.equal(moveCursor('a', false, at, 6, 6), null);
  });
});
