import assert from 'node:assert/strict';
import { byBytes } from '../../../../server/formats/hdf5/names';

describe('Names in HDF5', () => {
  it('are in the order of their bytes in UTF-8', () => {
    const names = [
      'b',
      '',
      'a',
      'ab',
      'é',
      'e',
      '\u{1f600}',
      '\ufffd',
      '\ud7ff',
      '\u{1f600}a',
      '\u{1f601}',
      '\ue000',
    ];
    const wanted = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(names.toSorted(byBytes), wanted);
    // Not what comparing texts gives.
    assert.notDeepEqual(names.toSorted(), wanted);
  });
});
