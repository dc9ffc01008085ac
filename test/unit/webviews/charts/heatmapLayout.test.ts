import assert from 'node:assert/strict';
import { axisLabels, heatmapLayout, labelStep } from '../../../../webviews/charts/heatmapLayout';

const widthOf = (text: string) => text.length * 7;
const names = (count: number, prefix = 'layer') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const layoutOf = (count: number, zoom = 1, prefix = 'layer') =>
  heatmapLayout({
    rowNames: names(count, prefix),
    columnNames: names(count, prefix),
    width: 1000,
    height: 700,
    zoom,
    lineHeight: 16,
    widthOf,
  });

describe('the layout of a heatmap', () => {
  it('gives few layers wide cells with names lying flat', () => {
    const { cellWidth, cellHeight, rotated, rowStep } = layoutOf(3);
    assert.deepEqual([cellWidth, cellHeight, rotated, rowStep], [112, 56, false, 1]);
  });

  it('fits 300 layers into the room with square cells and every so many-th name', () => {
    const { cellWidth, cellHeight, rotated, rowStep, top } = layoutOf(300);
    assert.equal(cellWidth, cellHeight);
    assert.ok(cellHeight >= 2 && cellHeight * 300 + top <= 701, String(cellHeight));
    assert.equal(rotated, true);
    assert.ok(rowStep * cellHeight >= 16);
  });

  it('never makes cells too small to be seen, however many there are', () => {
    assert.equal(layoutOf(5000).cellHeight, 1);
  });

  it('grows the cells with the zoom up to the size of few', () => {
    assert.ok(layoutOf(300, 4).cellHeight > 3 * layoutOf(300).cellHeight);
    assert.equal(layoutOf(300, 1000).cellHeight, 56);
  });

  it('leaves more than half of the width to the cells whatever the names', () => {
    assert.ok(layoutOf(10, 1, 'x'.repeat(500)).left <= 310);
  });

  it('skips names in steps of 1, 2, 5', () => {
    assert.deepEqual(
      [20, 16, 9, 4, 2, 0.4].map((cell) => labelStep(cell, 16)),
      [1, 1, 2, 5, 10, 50],
    );
  });

  it('elides the names it writes', () => {
    assert.deepEqual(axisLabels(['abcdefghij', 'b', 'c'], 2, 35, widthOf), [
      { at: 0, text: 'ab…ij' },
      { at: 2, text: 'c' },
    ]);
  });
});
