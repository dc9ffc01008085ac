import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import type { Source } from '../../../server/formats/bytes';
import { crc32 } from '../../../server/formats/crc32';
import { Inflated } from '../../../server/formats/inflated';

/** Two megabytes that do not deflate to nothing. */
const content = Buffer.alloc(2 ** 21).map((_, i) => (i * i) % 251);
const packed = new Uint8Array(deflateRawSync(content));

/** A member, and how many compressed bytes were read for it so far. */
function member(lies: { size?: number; crc32?: number; data?: Uint8Array<ArrayBuffer> } = {}): {
  inflated: Inflated;
  taken: () => number;
} {
  const data = lies.data ?? packed;
  let taken = 0;
  const source: Source = {
    read: (position, length) => {
      taken += length;
      return Promise.resolve(data.slice(position, position + length));
    },
  };
  const declared = { size: lies.size ?? content.length, crc32: lies.crc32 ?? crc32(content) };
  const inflated = new Inflated('x.npz: member "a"', {
    source,
    offset: 0,
    compressedSize: data.length,
    ...declared,
  });
  return { inflated, taken: () => taken };
}

const damaged = (what: string) => ({
  name: 'BadInput',
  message: `x.npz: member "a" ${what}: the archive is damaged, write or copy it again.`,
});

describe('Inflated', () => {
  it('reads block after block and inflates each byte once', async () => {
    const { inflated, taken } = member();
    for (let at = 0; at < content.length; at += 100_000) {
      const length = Math.min(100_000, content.length - at);
      assert.deepEqual(Buffer.from(await inflated.read(at, length)), content.subarray(at, at + length));
    }
    assert.equal(taken(), packed.length);
  });

  it('starts again to read backwards and skips to read on', async () => {
    const { inflated } = member();
    for (const at of [1_500_000, 10, 2_000_000, 0]) {
      assert.deepEqual(Buffer.from(await inflated.read(at, 1000)), content.subarray(at, at + 1000));
    }
  });

  it('answers reads that were asked for together one after the other', async () => {
    const { inflated } = member();
    const pieces = await Promise.all([0, 1, 2, 3].map((i) => inflated.read(i * 1000, 1000)));
    assert.deepEqual(Buffer.concat(pieces), content.subarray(0, 4000));
  });

  it('reads on after its memory was given back', async () => {
    const { inflated } = member();
    await inflated.read(0, 1000);
    await inflated.release();
    assert.deepEqual(Buffer.from(await inflated.read(1000, 1000)), content.subarray(1000, 2000));
  });

  it('refuses more or less than was declared, and another check sum', async () => {
    await assert.rejects(
      member({ size: 5000 }).inflated.read(0, 5000),
      damaged('inflates past its declared size: stopped at 5000 bytes'),
    );
    const more = member({ size: content.length + 1 }).inflated;
    await assert.rejects(
      more.read(0, content.length + 1),
      damaged(`inflates to ${content.length} of ${content.length + 1} declared bytes`),
    );
    await assert.rejects(
      member({ crc32: 1 }).inflated.read(0, content.length),
      damaged('does not match its check sum (CRC-32)'),
    );
  });

  it('refuses compressed bytes that are cut short or no deflate stream', async () => {
    const cut = member({ data: packed.slice(0, 1000) }).inflated;
    await assert.rejects(cut.read(0, content.length), damaged('cannot be inflated'));
    const noise = member({ data: new Uint8Array(1000).fill(0xff) }).inflated;
    await assert.rejects(noise.read(0, 10), damaged('cannot be inflated'));
  });

  it('refuses a range it does not have', async () => {
    await assert.rejects(member().inflated.read(content.length, 1), {
      name: 'BadInput',
      message: /and it has 2097152\.$/,
    });
  });
});
