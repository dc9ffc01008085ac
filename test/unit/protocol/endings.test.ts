import assert from 'node:assert/strict';
import { modelEndings, partnerEndings } from '../../../server/protocol';

describe('The files that are offered to be compared with one', () => {
  it('are models, and for a table or bare numbers those that end like it', () => {
    assert.deepEqual(partnerEndings('/runs/a.safetensors'), modelEndings);
    assert.deepEqual(partnerEndings('/runs/A.CSV'), [...modelEndings, '.csv']);
    assert.deepEqual(partnerEndings('/runs/acts.dat'), [...modelEndings, '.dat']);
    assert.deepEqual(partnerEndings(''), modelEndings);
  });
});
