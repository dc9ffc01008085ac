import assert from 'node:assert/strict';
import { elideMiddle } from '../../../webviews/elide';

const letters = (text: string) => Array.from(text).length;

describe('eliding in the middle', () => {
  it('leaves a text that fits alone', () => {
    assert.equal(elideMiddle('layer1', 6, letters), 'layer1');
  });

  it('keeps both ends and uses the room it has', () => {
    assert.equal(elideMiddle('encoder.layers.11.attention.query', 13, letters), 'encode….query');
  });

  it('leaves an ellipsis when there is no room at all', () => {
    assert.equal(elideMiddle('encoder', 0, letters), '…');
  });

  it('does not cut a letter of two code units in half', () => {
    assert.equal(elideMiddle('😀😁😂😃😄', 3, letters), '😀…😄');
  });
});
