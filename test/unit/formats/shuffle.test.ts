import assert from 'node:assert/strict';
import { bitUnshuffled, unshuffled } from '../../../server/formats/shuffle';

describe('undoing a shuffle', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7);

  it('puts the bytes of each element together, and leaves those after the last', () => {
    assert.deepEqual([...unshuffled(bytes, 2)], [1, 4, 2, 5, 3, 6, 7]);
    assert.deepEqual([...unshuffled(bytes, 3)], [1, 3, 5, 2, 4, 6, 7]);
  });

  it('gives the same four elements at a time as one by one', () => {
    for (const [count, elementBytes] of [
      [4, 4],
      [12, 4],
      [8, 8],
      [4, 12],
      [5, 8],
      [6, 4],
    ] as const) {
      const elements = Uint8Array.from({ length: count * elementBytes }, (_, i) => (37 * i) % 256);
      const shuffled = elements.map(
        (_, i) => elements[(i % count) * elementBytes + Math.floor(i / count)] ?? NaN,
      );
      assert.deepEqual([...unshuffled(shuffled, elementBytes)], [...elements]);
      const moved = Uint8Array.of(0, ...shuffled, 1, 2).subarray(1);
      assert.deepEqual([...unshuffled(moved, elementBytes)], [...elements, 1, 2]);
    }
  });

  it('is done at once with elements longer than all there is, as a damaged file may have them', () => {
    const start = performance.now();
    for (const undo of [unshuffled, bitUnshuffled]) assert.deepEqual([...undo(bytes, 2 ** 40)], [...bytes]);
    assert.ok(performance.now() - start < 500);
  });
});
