import assert from 'node:assert/strict';
import { inflateZstd } from '../../../server/formats/zstd';
import { mutate, seeded } from '../../corpus/mutate';
import { compressed, numbers } from '../../corpus/arrowFiles';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

/** 300 rows of numbers, and 200,000 times one letter. */
const rows =
  Array.from({ length: 300 }, (_, i) => `row ${i % 97} ${(i * i) % 1009} ${(i * 7919) % 65_537}\n`).join('') +
  '='.repeat(200_000);
/**
 * They by `zstd -19 --target-compressed-block-size=1340 --no-check`: a block with tables of its own, one that uses them
 * again, and one of a single letter.
 */
const rowsFrame = bytesOf(
  'KLUv/QBoJCoASqSIEhOgFaQ56AwA8N0RESKye+J+dV8BIQEkASEBQ5lHB9lQPNUDEW2W37DXzBYU1kXkEkroF2IaGeEVQlwGcrazWSPJcfUQ1WIyWooU4rEeJiWL8VDiBHpsvhJKJ5PNQsnj4jorzXZTKDK5brSC' +
    'XHJTxiQOtGfieFtLTIWWokOC2ON64BwRl+jHKps73FoLc6C5aE7kMpkqQmMKuXahLsakKNLBnrqi3liszHjQHdcLPIQ7TGCYOWhfSFSm1SZBKj6pa0xuKppIE1foip11qs6hEP2kDxnDaVwq0jnIg8KUHAIPUjYX' +
    'B81nxIgpsx07n8lVFEFTZTLK9IrckymnixmCNR/FE8eTyViiGnJIHFGaOIQ4BKd62CedoUnbDNuPF6PFaaZeb65cKoqZYlZr5HtsrDGXi6vjCMLh8ECAQHXDKPBGp1DJzJJnaJQ7C+UormBHQ7ilehCyEN/Mx1DW' +
    'LcRWq9DN7CIy4UE0FY8zDa9JKHlCZoS4OEKIJ1xELFZLlMylHmcW6NA5RKiTXhNfNJR3bpOJmknqmpCTLzqdhMyYWzNxRMyyX9zDCkMHqaWN9pEeNFLcZA4Vc3MnJruJeXr3iiOTagZq46o+QarlZrlK6QtyBE51' +
    'k8OF8LjVPgkNHkbbWGem0ItElWdmKqtiobgkdksIMStc3LGn0uuhaKFA0Sv0KKPhxDmYUXUui+9oJYfZwtzFNLsigsQxNckFHqw3RAUdwxlX02nySFn5TSzTq7khxMEJYSbZoRohcqU+umBs1q1K6Cmvng0dZCaq' +
    'az+LWw3GA02bCFx4z4XIXGFLCAFT2JGmsSsUqk9xDuO4RDwUCS5US8PM3MCDbCqHHqyIFVOoz9i7ne2EYrqKct2IJpOJPjL3Aoef3QzHzkZ6olryhVmkdHHYHTMVMZEOxbB5Yj4ZBh1320SnC9HFa3lnphbVHOJS' +
    '62Q6mjUWcmsei5uYutxdN9ZRQUPP8EB21B4kvqsqbmFbILv5Qq/gxSxBJpFAmcLdCUHxBJq0sCXMU5JnGbPqjTpIdzwIDy2D8JL4SIJzaVsFIZnay0wsPpLpaEI8dzeUcoiaRiHQJ3yOIT00ljBCLmZHxNBcgQ6U' +
    'G5M5800xyEMbW4kn2NUhTtNpKkJHyeUMu80GiVProaPNdVyqGuZAOawkMu8Oc1OMg/UFMTocNxuSDsp1UeoTQkwhkHFrZI1c0q9ijYUbhauNelFaumxqoOoVdMnoeGDMogrOosdoM0eQ5eQq39QRIlgcSg6MCyGW' +
    'sE8q5OJs4er6nF1RFl2Gk/SGi92dCTRXOhlhcqinF0EmoYVKJG7FUR3eqcO0Lmgz+aiBXWpbTRC/wMtCbK666U7CbNMbbESOEDOIjFv0CEsLZQkUpIPYERTqcXMQkTE+dd8EBm7sRqPMlbhKpTxRE5Eo5sktKZvM' +
    'pgU7ig8JrVuXCg2dSodZhRflEEfE+WhfaJFMcosxi4OXxIX4SNPcyaFyIyjQQjblSHoRn6kiZy2s0SxHR+dMnjAHihBy5aa6MHFgr1X0aky6ErpWT5WxU+BiPeInx024eYgOFyRiDidfBBnZ5DYxaXztNTS1XASA' +
    '9KgRPIIwNPoBMWLJAxJAoPH3////OwjtmniCzFnkeyV5XlH0poqxGoQTG2ASEBJyiVZ5ygydBRFzZRF0zDABN7FqM1gIB9T9XPjJRBqnyC7V0BlDuU2yJ6SFlFQBJwsMVRiGXiUstC2QAl7JwhG4WeKJNyvIxFkK' +
    'UDy0LFMg/oBtu0j50JMaexTOpJ5VLIymeU5UPNAQtABSxQrwh3QJANNlQgDBkfYF2qZLXMawTsLpREIX2g0xwqMy44ZzFD1SJJm2TGuxhR4cCjHnDo2SpzPNTKDH6jIonYLMHskD6aEqzUVLlUxu6GFTQS7vcBcm' +
    'sdV8IRwXsc2iQl/luit7hZqCEXFj3KCyOQSaQgtz+YycyBG6MITG1ztqoQ7Bg00o0lL20Yp6yWwlMz5XF/ECl8pUEmYWqWshKtdinkXFV3pCyU0SS3RiBjqOznrrUKEherVfTAyX2SSks0WvOSmZQoiJNReX8baM' +
    '+OomTWcSHzaCDnRLR6YfeVBM+fEOVDc1C/lZ8WTibdeGPOQVSBNHbwqpLuW9maFJN4Ow/YhPhBav3SLWm3k8hijmHho4/JfsTBRMkSYj2ZwfpylM7RnGOQWFJUpYBUO2C3DdFodZKwUJPQ==',
);
/** A block whose codes are written as they are, by `zstd -1`. */
const letters = Array.from(
  { length: 900 },
  (_, i) => 'abcde'[((i * i * 7 + Math.floor(i / 3)) % 11) % 5],
).join('');
const lettersFrame = bytesOf('KLUv/QRIVQEAFAJhY2JlZGFiZWFlYWRhYWJjZWVkZGJkY2RkYWFkZGFjYWIBAAFLKvUEgUU+UQ==');

const frameStart = [0x28, 0xb5, 0x2f, 0xfd];
const block = (kind: number, size: number, isLast: boolean): number[] => {
  const head = Number(isLast) | (kind << 1) | (size << 3);
  return [head & 255, (head >> 8) & 255, head >> 16];
};

describe('inflateZstd', () => {
  const plain = new Uint8Array(numbers.buffer);

  it('decompresses what the tool wrote, whether or not the length is told', () => {
    assert.deepEqual(inflateZstd(bytesOf(compressed.zstd), 1280), plain);
    assert.deepEqual(inflateZstd(bytesOf(compressed.zstdStream), 1280), plain);
    assert.equal(Buffer.from(inflateZstd(lettersFrame, 900) ?? []).toString(), letters);
    assert.equal(Buffer.from(inflateZstd(rowsFrame, rows.length) ?? []).toString(), rows);
  });

  it('decompresses frames in a row and passes over those of something else', () => {
    const other = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const both = Buffer.concat([other, lettersFrame, other, rowsFrame, other]);
    assert.equal(Buffer.from(inflateZstd(both, 900 + rows.length) ?? []).toString(), letters + rows);
    assert.equal(inflateZstd(both.subarray(0, -1), 900 + rows.length), undefined);
    assert.deepEqual(inflateZstd(other, 0), new Uint8Array(0));
  });

  it('refuses frames that are cut, hold another number of bytes or need a dictionary', () => {
    for (const text of [compressed.zstd, compressed.zstdStream]) {
      const frame = bytesOf(text);
      for (let length = 1; length < frame.length; length++)
        assert.equal(inflateZstd(frame.subarray(0, length), 1280), undefined, String(length));
      assert.equal(inflateZstd(frame, 1279), undefined);
      assert.equal(inflateZstd(frame, 1281), undefined);
    }
    assert.equal(inflateZstd(Buffer.from('none'), 0), undefined);
    const one = [...block(1, 2, true), 65];
    assert.deepEqual(inflateZstd(Buffer.from([...frameStart, 0, 0, ...one]), 2), Uint8Array.of(65, 65));
    assert.deepEqual(inflateZstd(Buffer.from([...frameStart, 1, 0, 0, ...one]), 2), Uint8Array.of(65, 65));
    assert.equal(inflateZstd(Buffer.from([...frameStart, 1, 0, 7, ...one]), 2), undefined);
    assert.equal(inflateZstd(Buffer.from([...frameStart, 8, 0, ...one]), 2), undefined);
    assert.equal(inflateZstd(Buffer.from([...frameStart, 0, 0, ...block(3, 0, true)]), 0), undefined);
  });

  it('refuses what refers to before the beginning, or to tables that were not given', () => {
    const frame = (...bytes: number[]): Buffer =>
      Buffer.from([...frameStart, 0, 0, ...block(2, bytes.length, true), ...bytes]);
    // One literal, then three bytes from one byte before: the distance of code 2 with bits 00 is 1.
    const copy = frame(1 << 3, 65, 1, 0b01010100, 1, 2, 0, 0b100);
    assert.equal(Buffer.from(inflateZstd(copy, 4) ?? []).toString(), 'AAAA');
    copy[copy.length - 1] = 0b101;
    assert.equal(inflateZstd(copy, 4), undefined);
    // Literals by a table of an earlier block, and the tables of earlier sequences.
    assert.equal(inflateZstd(frame(3 | (1 << 4), 0x40, 0, 1, 0), 1), undefined);
    assert.equal(inflateZstd(frame(1 << 3, 65, 1, 0b11111100, 0b100), 4), undefined);
  });

  it('refuses a table of weights of one symbol, which goes on for ever', () => {
    const frame =
      '28b52ffd600007150300e243090ef043090ef01903d27a8fb16c0ad7fe463bffff51aabfed7fffdbda5f3c4a3f' +
      '091725731ca060274c52683590ac340f240d58d2839212005c1b914328602009bd02f24790f157333e80f95503207f99ebaaf8cd4f16bea743fd848e7de850';
    assert.equal(inflateZstd(Buffer.from(frame, 'hex'), 2048), undefined);
  });

  it('takes no more time than its output, whatever a block or the window says', () => {
    // 98,000 copies of up to 131 kB each out of one block.
    const copies = Buffer.alloc(200_000, 255);
    const head = Buffer.from([1 << 3, 65, 255, 255, 255, 0b01010100, 1, 2, 52]);
    const bomb = [
      Buffer.from([...frameStart, 0, 0, ...block(2, head.length + copies.length, true)]),
      head,
      copies,
    ];
    assert.equal(inflateZstd(Buffer.concat(bomb), 1 << 24), undefined);
    // 20,000 blocks of one byte in a window of 128 MiB, which need not be moved for each.
    const wide = Array.from({ length: 20_000 }, (_, i) => [...block(1, 1, i === 19_999), 65]);
    const frame = Buffer.from([...frameStart, 0, 17 << 3, ...wide.flat()]);
    assert.deepEqual(inflateZstd(frame, 20_000), new Uint8Array(20_000).fill(65));
  });

  it('answers 3,000 mutants with bytes or a refusal', () => {
    const random = seeded(7);
    let refused = 0;
    for (let i = 0; i < 3000; i++)
      refused += Number(
        inflateZstd(mutate(i % 2 === 0 ? rowsFrame : lettersFrame, random), 900) === undefined,
      );
    assert.ok(refused > 2000, String(refused));
  });
});
