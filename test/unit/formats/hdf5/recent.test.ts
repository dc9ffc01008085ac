import assert from 'node:assert/strict';
import { Recent } from '../../../../server/formats/hdf5/recent';

describe('what was read last', () => {
  function reader(mostBytes: number) {
    const recent = new Recent<Uint8Array>(mostBytes);
    const read: number[] = [];
    const get = (address: number, length: number): number =>
      recent.get(address, () => {
        read.push(address);
        return new Uint8Array(length);
      }).length;
    return { recent, read, get };
  }

  it('is kept up to so many bytes, and what was not used for the longest time goes first', () => {
    const { read, get } = reader(30);
    for (const address of [1, 2, 3, 1, 4, 1, 3, 2]) assert.equal(get(address, 10), 10);
    assert.deepEqual(read, [1, 2, 3, 4, 2]);
  });

  it('is kept where it alone has more', () => {
    const { read, get } = reader(30);
    for (const address of [1, 2, 2, 1]) get(address, 40);
    assert.deepEqual(read, [1, 2, 1]);
  });

  it('is read again where it is not what is asked for, and after its memory was given back', () => {
    const { recent, read, get } = reader(30);
    get(1, 10);
    const other = recent.get(
      1,
      () => new Uint8Array(20),
      ({ length }) => length === 20,
    );
    assert.equal(other.length, 20);
    get(2, 10);
    assert.equal(get(1, 5), 20);
    recent.release();
    assert.equal(get(1, 5), 5);
    assert.deepEqual(read, [1, 2, 1]);
  });
});
