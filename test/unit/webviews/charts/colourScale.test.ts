import assert from 'node:assert/strict';
import { colourScale, scoreDomain } from '../../../../webviews/charts/colourScale';

const similarity = (low: number | null, high: number | null) =>
  ({ direction: 'similarity', range: [low, high], identity: 1 }) as const;
const distance = { direction: 'distance', range: [0, null], identity: 0 } as const;

describe('the colour scale', () => {
  it('spans the range of the measure, so that pictures can be compared', () => {
    assert.deepEqual(scoreDomain(similarity(0, 1), [0.4, 0.5]), { low: 0, high: 1, diverging: false });
  });

  it('goes up to a round number where the range is infinite', () => {
    assert.deepEqual(scoreDomain(distance, [3, 12.3]), { low: 0, high: 20, diverging: false });
  });

  it('gives no half of the scale to values slightly below zero', () => {
    assert.deepEqual(scoreDomain(similarity(null, 1), [-0.004, 0.9]), {
      low: -0.004,
      high: 1,
      diverging: false,
    });
  });

  it('turns to two colours when clearly negative values are found', () => {
    assert.deepEqual(scoreDomain(similarity(-1, 1), [-0.7, 0.9]), { low: -1, high: 1, diverging: true });
  });

  it('has a range even when nothing is known or all values are equal', () => {
    for (const values of [[], [0]]) {
      const { low, high } = scoreDomain(distance, values);
      assert.ok(high > low);
    }
  });

  it('is brightest at the most similar end for similarities and distances', () => {
    const up = colourScale({ low: 0, high: 1, diverging: false }, 'similarity');
    const down = colourScale({ low: 0, high: 1, diverging: false }, 'distance');
    assert.equal(up.colour(1), down.colour(0));
    assert.equal(up.ink(1), '#000000');
    assert.equal(up.ink(0), '#ffffff');
  });

  it('holds values outside the domain at its ends', () => {
    const scale = colourScale({ low: 0, high: 1, diverging: false }, 'similarity');
    assert.equal(scale.colour(7), scale.colour(1));
    assert.equal(scale.colour(-7), scale.colour(0));
  });
});
