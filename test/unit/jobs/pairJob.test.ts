import assert from 'node:assert/strict';
import { findTensor } from '../../../server/jobs/pairJob';

describe('The tensor of a name', () => {
  it('that cannot be read is refused in one sentence, whether the reason is a sentence or a clause', () => {
    for (const unreadable of ['Records are not read.', 'it has no rows']) {
      const entry = { name: 'a', dtype: 'complex', shape: [2], bytes: 32, unreadable };
      assert.throws(() => findTensor('x.npy', [entry], 'a'), {
        name: 'BadInput',
        message: `Tensor "a" of x.npy cannot be read: ${unreadable.replace('.', '')}.`,
      });
    }
  });
});
