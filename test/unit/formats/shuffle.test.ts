import assert from 'node:assert/strict';
import { bitUnshuffled, unshuffled } from '../../../server/formats/shuffle';

describe('undoing a shuffle', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7);

  it('puts the bytes of each element together, and leaves those after the last', () => {
    assert.deepEqual([...unshuffled(bytes, 2)], [1, 4, 2, 5, 3, 6, 7]);
    assert.deepEqual([...unshuffled(bytes, 3)], [1, 3, 5, 2, 4, 6, 7]);
  });

  it('is done at once with elements longer than all there is, as a damaged file may have them', () => {
    const start = performance.now();
    for (const undo of [unshuffled, bitUnshuffled]) assert.deepEqual([...undo(bytes, 2 ** 40)], [...bytes]);
    assert.ok(performance.now() - start < 500);
  });
});
