import assert from 'node:assert/strict';
import { axisEnd, cellColours, columnWidth } from '../../../../webviews/functional/scales';

describe('What the outputs view is drawn by', () => {
  it('ends the line of disagreement beyond everything on it, and never beyond all instances', () => {
    assert.equal(axisEnd({ share: 0.1, byChance: 0.5, kappa: 0 }), 0.54);
    assert.equal(axisEnd({ share: 0.1, byChance: 0.5, kappa: 0, least: 0, most: 0.99 }), 1);
    assert.equal(axisEnd({ share: 0, byChance: 0, kappa: 0 }), 1);
  });

  it('gives a few classes room for their names, and many classes no more than their counts', () => {
    assert.ok(columnWidth(['healthy tissue', 'tumour']) > 100);
    assert.equal(columnWidth(['0', '1']), 46);
    assert.ok(columnWidth(Array.from({ length: 100 }, (_, i) => `class ${i}`)) <= 30);
  });

  it('colours by how often answers differ, whatever the counts of the same answers', () => {
    const { high } = cellColours([
      [0, 0, 900],
      [0, 1, 4],
    ]);
    assert.equal(high, 4);
  });
});
