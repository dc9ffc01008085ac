import assert from 'node:assert/strict';
import { inflateSnappy } from '../../../server/formats/snappy';

function inflated(length: number, ...block: readonly number[]): string | undefined {
  const target = new Uint8Array(length);
  return inflateSnappy(Uint8Array.from(block), target) ? Buffer.from(target).toString('latin1') : undefined;
}

const a = 97;

describe('inflateSnappy', () => {
  it('takes over literals, with their length in the tag or behind it', () => {
    assert.equal(inflated(3, 3, 2 << 2, a, a + 1, a + 2), 'abc');
    const many = Array.from({ length: 300 }, (_, i) => a + (i % 26));
    const text = Buffer.from(many).toString('latin1');
    assert.equal(inflated(300, 0xac, 0x02, 61 << 2, 0x2b, 0x01, ...many), text);
    assert.equal(inflated(300, 0xac, 0x02, 62 << 2, 0x2b, 0x01, 0, ...many), text);
  });

  it('copies what came before, over itself too', () => {
    const ab = [1 << 2, a, a + 1];
    // Distances of one byte (and three bits of the tag), two bytes and four.
    assert.equal(inflated(8, 8, ...ab, 1 | (2 << 2), 2), 'abababab');
    assert.equal(inflated(5, 5, ...ab, 2 | (2 << 2), 2, 0), 'ababa');
    assert.equal(inflated(4, 4, ...ab, 3 | (1 << 2), 2, 0, 0, 0), 'abab');
  });

  it('refuses what is damaged or of another length', () => {
    assert.equal(inflated(4, 3, 2 << 2, a, a, a), undefined, 'another length');
    assert.equal(inflated(3, 3, 2 << 2, a, a), undefined, 'literals cut');
    assert.equal(inflated(3, 3, 1 << 2, a, a), undefined, 'too few');
    assert.equal(inflated(3, 3, 3 << 2, a, a, a, a), undefined, 'too many');
    assert.equal(inflated(5, 5, 0, a, 1, 2), undefined, 'before the beginning');
    assert.equal(inflated(5, 5, 0, a, 1, 0), undefined, 'no distance');
    assert.equal(inflated(5, 5, 0, a, 1), undefined, 'distance cut');
    assert.equal(inflated(5, 0xff, 0xff), undefined, 'length cut');
    assert.equal(inflated(0), undefined, 'nothing');
    assert.equal(inflated(0, 0), '');
  });
});
