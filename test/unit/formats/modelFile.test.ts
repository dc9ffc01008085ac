import assert from 'node:assert/strict';
import type { StoredTensor } from '../../../server/formats/format';
import { readElements, type Places } from '../../../server/formats/modelFile';
import { contiguous } from '../../../server/formats/place';

const tensor: StoredTensor = { name: 'a', dtype: 'int16', shape: [2, 2], order: 'C', bytes: 8 };
const data = new Uint8Array([9, 0, 1, 0, 2, 0, 3, 0, 4]);
const source = {
  read: (position: number, length: number) => Promise.resolve(data.slice(position, position + length)),
};
const odd = { ...tensor, dtype: 'Q9', unreadable: 'Type "Q9" is not known.' };
const places: Places = new Map<StoredTensor, ReturnType<typeof contiguous> | null>([
  [tensor, contiguous(source, 1, 'int16', false)],
  [odd, null],
]);

describe('readElements', () => {
  it('reads elements from the place and in the byte order of the tensor', async () => {
    assert.deepEqual([...(await readElements('f', places, tensor, 0, 4))], [1, 2, 3, 4]);
    assert.deepEqual([...(await readElements('f', places, tensor, 2, 1))], [3]);
  });

  it('refuses elements the tensor does not have and tensors of other files', async () => {
    for (const [first, count] of [
      [0, 5],
      [4, 1],
      [-1, 1],
    ] as const) {
      await assert.rejects(readElements('f', places, tensor, first, count), RangeError);
    }
    await assert.rejects(readElements('f', places, { ...tensor }, 0, 1), RangeError);
  });

  it('refuses a type it cannot decode with a sentence', async () => {
    await assert.rejects(readElements('f', places, odd, 0, 1), {
      name: 'BadInput',
      message: 'Tensor "a" of f cannot be read. Type "Q9" is not known.',
    });
  });
});
