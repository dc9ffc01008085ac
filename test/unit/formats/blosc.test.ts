import assert from 'node:assert/strict';
import { inflateBlosc } from '../../../server/formats/blosc';
import { inflateBloscLz } from '../../../server/formats/blosclz';
import { inflateLzf } from '../../../server/formats/lzf';
import { mutate, seeded } from '../../corpus/mutate';

/** What numcodecs 0.11 with c-blosc 1.21 made of 0, 0, 0, 0, 0, 0, 0, 0.5, ... of float32: how many, and the frame. */
const frames: Readonly<Record<string, readonly [count: number, base64: string]>> = {
  'BloscLZ, not shuffled': [
    512,
    [
      'AgEABAAIAAAACAAAAgIAABQAAAB1AAAAIwAAAADgEgMBPwDgEAMBgD/gEQMBwD/gEQMBAEDgEQMBIEDgEQMBQEDgEQMBYEDgEQMB',
      'gEDgEQMBkEDgEQMBoEDgEQMBsEDgEQMBwEDgEQMB0EDgEQMB4EDgEQMB8EDgEQMBAEHgEQMBCEHgEQMFEEEAABBBfQAAACMAABBB',
      '4AkDARhB4BEDASBB4BEDAShB4BEDATBB4BEDAThB4BEDAUBB4BEDAUhB4BEDAVBB4BEDAVhB4BEDAWBB4BEDAWhB4BEDAXBB4BED',
      'AXhB4BEDAYBB4BEDAYRB4BEDAYhB4BEDAYxB4BEDDZBBAACQQQAAkEEAAJBBdwAAACMAAJBB4AEDAZRB4BEDAZhB4BEDAZxB4BED',
      'AaBB4BEDAaRB4BEDAahB4BEDAaxB4BEDAbBB4BEDAbRB4BEDAbhB4BEDAbxB4BEDAcBB4BEDAcRB4BEDAchB4BEDAcxB4BEDAdBB',
      '4BEDAdRB4BEDAdhB4AkDAdhBdQAAACcAANhBAADcQeARAwHgQeARAwHkQeARAwHoQeARAwHsQeARAwHwQeARAwH0QeARAwH4QeAR',
      'AwH8QeARAwEAQuARAwECQuARAwEEQuARAwEGQuARAwEIQuARAwEKQuARAwEMQuARAwEOQuARAwEQQuARAwESQg==',
    ].join(''),
  ],
  'BloscLZ, shuffled': [
    512,
    [
      'AgEBBAAIAAAACAAAdAEAABQAAAANAAAAIwAAAADg//EDAgAAAA0AAAAjAAAAAOD/8QMCAAAAEwEAACMAAAAA4AEDAICAAADAgACg',
      'FwAggAAAQIAAAGCAAIAoAYCQgAAAoIAAALCAAIA9AcDQgAAA4IAAAPCAAKBTAAiAAAAQgAAAGIAAgGcBICiAAAAwgAAAOIAAgHwB',
      'QEiAAABQgAAAWIAAgJEBYGiAAABwgAAAeIAAoKcAhIAAAIiAAACMgACAuwGQlIAAAJiAAACcgACA0AGgpIAAAKiAAACsgACA5QGw',
      'tIAAALiAAAC8gACg+wDEgAAAyIAAAMyAAIEPAdDUgAAA2IAAANyAAIEkAeDkgAAA6IAAAOyAAIE5AfD0gAAA+IAAAPyAAKFPAAKA',
      'AAAEgAAABoAAgWMBCAqAAAAMgAAADoAABxAQEBAQEBASIwAAACcAAAAAAAAAP+AKAAE/QOBJAAFAQeD/RgABQULgMwACQkJC',
    ].join(''),
  ],
  'LZ4, shuffled, in blocks of which the last is shorter': [
    1003,
    [
      'AgEhBKwPAACsDwAAmgIAABQAAAAOAAAAHwABAP///9VQAAAAAAAOAAAAHwABAP///9VQAAAAAAA5AgAAGQABABKAAQASwAEAAxsA',
      'EiABABJAAQASYAEAAikAIoCQAQASoAEAErABAAI+ACLA0AEAEuABABLwAQADVAASCAEAEhABABIYAQACaAAiICgBABIwAQASOAEA',
      'An0AIkBIAQASUAEAElgBAAKSACJgaAEAEnABABJ4AQADqAAShAEAEogBABKMAQACvAAikJQBABKYAQASnAEAAtEAIqCkAQASqAEA',
      'EqwBAALmACKwtAEAErgBABK8AQAD/AASxAEAEsgBABLMAQACEAEi0NQBABLYAQAS3AEAAiUBIuDkAQAS6AEAEuwBAAI6ASLw9AEA',
      'EvgBABL8AQADUAESAgEAEgQBABIGAQACZAEiCAoBABIMAQASDgEAAnkBIhASAQASFAEAEhYBAAKOASIYGgEAEhwBABIeAQADpAES',
      'IgEAEiQBABImAQACuAEiKCoBABIsAQASLgEAAs0BIjAyAQASNAEAEjYBAALiASI4OgEAEjwBABI+AQAD+AESQgEAEkQBABJGAQAC',
      'DAIiSEoBABJMAQASTgEAAiECIlBSAQASVAEAElYBAAI2AiJYWgEAElwBABJeAQADTAISYgEAEmQBABJmAQACYAIiaGoBABJsAQAS',
      'bgEAAnUCInByAQASdAEAEnYBAAKKAiJ4egEAEnwBABJ+AQADoAISgQEAEoIBABKDAQACtAIihIUBABKGAQAShwEAAskCIoiJAQAS',
      'igEAEosBAALeAvACjI2NjY2NjY2Ojo6Ojo6Oj48hAAAAEgABAB8/AQABH0ABAEAfQQEA/z0fQgEA//8UUEJCQkJC',
    ].join(''),
  ],
  'LZ4HC, bits shuffled': [
    512,
    [
      'AgEkBAAIAAAACAAA4QAAABQAAAAMAAAAHwABAP/oUAAAAAAADAAAAB8AAQD/6FAAAAAAAG0AAAAfAAEAZI+AP+AP+AP+gCQAEQ8H',
      'AAF/AMD/DwD8/zIACgQkAA8HAAJVAADw//9AAA4yAAkkAA8HAAIAAQABCAAJjwAPJAAAAgEADw4AAk4AAADgjwAKMgAKFQAMHAAA',
      'eQAPMgASDUAAUAAAAAAAOAAAAFWA//8PAAEAH/8BABYEMgAKQAAPAQAXBEgAD0AAJQ6AAA9AAKNfAAAA8P8BACgPeAAoUAAAAAAA',
    ].join(''),
  ],
  'zlib, shuffled': [
    512,
    [
      'AgFhBAAIAAAACAAA/QAAABQAAAAOAAAAeNpjYBgFIxkAAAIAAAEOAAAAeNpjYBgFIxkAAAIAAAGlAAAAeNpN0BFwwmEYBvD/dbuu',
      '63a7XTQchuFwGIbDMAyHwSAIgmAwCIJBMAgGgyAYDIIgCIIgCIIgCILfA/vhd9/3ve/zFMV/Pebk8JFn2uTmkDFf5PmSLUfyZ4V7',
      'HsigOg2eyPQmLV7ISh26vJI93+gzIMuPeOeDJJrwyZTEnPHND8m+4Jc/UsiKNRvS0o49B1LdiTMX0meJG8qk5Cq33JHma1cnOfjL',
      'GAAAAHjaY2AAA3tswIEGwHEUUBU4UQgA52B//A==',
    ].join(''),
  ],
  'Zstandard, bits shuffled': [
    512,
    [
      'AgGUBAAIAAAACAAAhAAAABQAAABsAAAAKLUv/WAABxUDAOJDCQ7wGQPSeo9E7XKXubFsCtf+Rjv//1Gqv+1//9vaXzxKPwkXJXMc',
      'oGAnTFJoNZCsNA8kDVjSg5ISAFwbkUMoYCAJvcryR5DxVzM+gPlVAyB/meuq+M1PFr6nQ/2Ejr/o',
    ].join(''),
  ],
  'Zstandard, a number of elements that is no multiple of 8': [
    509,
    [
      'AgGUBPQHAAD0BwAAiAAAABQAAABwAAAAKLUv/WD0BjUDAMQEAD+AwABAIEBggJCgsMDQ4PAAQQgQGCAoMDhASFBYYGhweICEiIyQ',
      'lJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8AEICBAYICgwOEEmoEPAH4A8R/CcEX+HX7FTYLe+zYFUrBg==',
    ].join(''),
  ],
};

/** 0, 0, 0, 0, 0, 0, 0, 0.5, ... as bytes. */
function sevenths(count: number): Buffer {
  return Buffer.from(Float32Array.from({ length: count }, (_, i) => Math.floor(i / 7) / 2).buffer);
}

/** A frame whose content is not compressed. */
function uncompressed(content: Uint8Array): Buffer {
  const header = Buffer.from([2, 1, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  header.writeUInt32LE(content.length, 8);
  header.writeUInt32LE(16 + content.length, 12);
  return Buffer.concat([header, content]);
}

describe('inflateBlosc', () => {
  for (const [way, [count, base64]] of Object.entries(frames)) {
    const frame = Buffer.from(base64, 'base64');

    it(`decompresses ${way}`, () => {
      const bytes = inflateBlosc(frame, 4 * count);
      assert.ok(bytes);
      assert.deepEqual(Buffer.from(bytes), sevenths(count));
    });

    it(`refuses ${way} that is cut or said to hold another number of bytes`, () => {
      for (let length = 0; length < frame.length; length++)
        assert.equal(inflateBlosc(frame.subarray(0, length), 4 * count), undefined, String(length));
      assert.equal(inflateBlosc(frame, 4 * count - 1), undefined);
      assert.equal(inflateBlosc(frame, 4 * count + 4), undefined);
    });

    it(`gives as many bytes as wanted or none for 500 mutants of ${way}`, () => {
      const random = seeded(2026);
      for (let i = 0; i < 500; i++) {
        const bytes = inflateBlosc(mutate(frame, random), 4 * count);
        if (bytes !== undefined) assert.equal(bytes.length, 4 * count);
      }
    });
  }

  it('copies what is not compressed, and nothing', () => {
    assert.deepEqual(inflateBlosc(uncompressed(Buffer.from('abc')), 3), new Uint8Array(Buffer.from('abc')));
    assert.deepEqual(inflateBlosc(uncompressed(Buffer.alloc(0)), 0), new Uint8Array(0));
  });

  it('refuses frames of Blosc2, of Snappy and with blocks of no bytes', () => {
    const [, base64] = frames['zlib, shuffled'] ?? [0, ''];
    const changed = (at: number, value: number): Buffer => {
      const frame = Buffer.from(base64, 'base64');
      frame[at] = value;
      return frame;
    };
    assert.equal(inflateBlosc(changed(0, 5), 2048), undefined);
    assert.equal(inflateBlosc(changed(2, 0x41), 2048), undefined);
    assert.equal(inflateBlosc(changed(3, 0), 2048), undefined);
    const none = Buffer.from(base64, 'base64');
    none.fill(0, 8, 12);
    assert.equal(inflateBlosc(none, 2048), undefined);
  });
});

describe('inflateBloscLz', () => {
  it('repeats what is near and what is more than 8 KB away', () => {
    // A, and 5 + 2 + 255 x 40 + 2 more of them; B; A, A, A; four bytes from 10,217 bytes before on.
    const run = [0xe0, ...Array.from({ length: 40 }, () => 255), 0, 0];
    const stream = Buffer.from([0, 65, ...run, 0, 66, 2, 65, 65, 65, 0x5f, 255, 7, 230]);
    const target = new Uint8Array(20_000);
    const length = inflateBloscLz(stream, target);
    const first = `${'A'.repeat(1 + 9 + 255 * 40)}BAAA`;
    assert.equal(
      Buffer.from(target.subarray(0, length)).toString(),
      first + first.slice(first.length - 10_214).slice(0, 4),
    );
  });

  it('refuses to repeat what was never there, and more than fits', () => {
    assert.equal(inflateBloscLz(Buffer.from([0, 65, 0x20, 1]), new Uint8Array(10)), -1);
    assert.equal(inflateBloscLz(Buffer.from([0, 65, 0x20, 0]), new Uint8Array(3)), -1);
    assert.equal(inflateBloscLz(Buffer.from([3, 65]), new Uint8Array(10)), -1);
    assert.equal(inflateBloscLz(Buffer.from([0, 65, 0x20, 0]), new Uint8Array(10)), 4);
  });
});

describe('inflateLzf', () => {
  it('copies, repeats near and far', () => {
    const target = new Uint8Array(100);
    const length = inflateLzf(Buffer.from([1, 65, 66, 0x20, 1, 0xe0, 2, 0]), target);
    assert.equal(Buffer.from(target.subarray(0, length)).toString(), `ABABA${'A'.repeat(11)}`);
  });

  it('refuses streams that are cut, repeat what was never there or hold more than fits', () => {
    for (const bytes of [
      [1, 65],
      [0, 65, 0x20],
      [0, 65, 0x20, 1],
      [0, 65, 0xe0, 200, 0],
    ])
      assert.equal(inflateLzf(Buffer.from(bytes), new Uint8Array(100)), -1, bytes.join());
  });
});
