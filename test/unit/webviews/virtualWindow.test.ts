import assert from 'node:assert/strict';
import { scrollToRow, visibleRows } from '../../../webviews/virtualWindow';

describe('the window on a long list', () => {
  it('holds the rows in view and a few around them', () => {
    assert.deepEqual(visibleRows(50_000, 22, 22_000, 440, 8), { first: 992, last: 1028 });
  });

  it('stops at both ends', () => {
    assert.deepEqual(visibleRows(10, 22, 0, 440), { first: 0, last: 10 });
    assert.deepEqual(visibleRows(0, 22, 0, 440), { first: 0, last: 0 });
  });

  it('is empty, not inverted, when the list has shrunk above the view', () => {
    assert.deepEqual(visibleRows(5, 22, 22_000, 440), { first: 5, last: 5 });
  });

  it('scrolls no further than needed to show a row', () => {
    assert.equal(scrollToRow(5, 22, 0, 440), 0);
    assert.equal(scrollToRow(20, 22, 0, 440), 22);
    assert.equal(scrollToRow(3, 22, 440, 440), 66);
  });
});
