import { Folder } from './folder';
import { bin, extension, flaxArray, pack } from './msgpackWriter';
import { float32s } from './writers';

const again = 'copy or download it again.';
const ones = flaxArray('float32', [1], float32s(1));
const chunked = (more: Record<string, Buffer>): Buffer =>
  pack({ w: { __msgpack_chunked_array__: true, ...more } });

/** Name of the case, bytes, what the message says; `@` is the file's path. */
const refused: readonly (readonly [string, Buffer, string])[] = [
  ['msgpack-depth', Buffer.alloc(100_000, 0x91), '@ is nested too deep: more than 32 levels at byte 32.'],
  [
    'msgpack-depth-map',
    Buffer.concat(Array.from({ length: 40 }, () => Buffer.from([0x81, 0xa1, 0x61]))),
    '@ is nested too deep: more than 32 levels at byte 96.',
  ],
  [
    'msgpack-ext4G',
    Buffer.from('c9ffffffff01', 'hex'),
    `@ is cut short or damaged: the extension at byte 0 says 4294967295 bytes, and 0 are left; ${again}`,
  ],
  [
    'msgpack-map32',
    Buffer.from('dfffffffff', 'hex'),
    `@ is cut short or damaged: the map at byte 0 says 4294967295 entries, and 0 bytes are left; ${again}`,
  ],
  [
    'msgpack-array32',
    Buffer.from('ddffffffff01', 'hex'),
    `@ is cut short or damaged: the array at byte 0 says 4294967295 entries, and 1 bytes are left; ${again}`,
  ],
  [
    'msgpack-bin-lie',
    Buffer.from('c67fffffff01', 'hex'),
    `@ is cut short or damaged: the bytes at byte 0 says 2147483647 bytes, and 1 are left; ${again}`,
  ],
  [
    'msgpack-trail',
    Buffer.from('c0c0', 'hex'),
    '@ goes on after its end at byte 1: it is damaged or no Flax checkpoint.',
  ],
  ['msgpack-c1', Buffer.from('c1', 'hex'), '@ is damaged or no MessagePack: 0xc1 at byte 0 means nothing.'],
  [
    'msgpack-cut-number',
    Buffer.from('ce0000', 'hex'),
    `@ is cut short or damaged: 4 bytes are needed at byte 1; ${again}`,
  ],
  [
    'msgpack-missing',
    Buffer.from('81a161', 'hex'),
    `@ is cut short or damaged: a value is missing at byte 3; ${again}`,
  ],
  ['msgpack-key', Buffer.from('819000', 'hex'), '@: the name at byte 1 is no text.'],
  [
    'msgpack-key-long',
    pack({ ['k'.repeat(70_000)]: 1 }),
    '@: the text at byte 6 has 70000 bytes, more than 65536.',
  ],
  [
    'flax-size',
    pack({ w: flaxArray('float32', [2], float32s(1)) }),
    '@: tensor "w" has 4 bytes of values, its type and shape need 8.',
  ],
  [
    'flax-overflow',
    pack({ w: flaxArray('float32', [4294967295, 4294967295], float32s(1)) }),
    '@: the shape 4294967295 x 4294967295 of tensor "w" overflows.',
  ],
  [
    'flax-negative',
    pack({ w: extension(1, pack([[Buffer.from([0xff])], 'float32', bin(float32s(1))])) }),
    '@: bad dimension of tensor "w" at byte 11.',
  ],
  [
    'flax-dimensions',
    pack({
      w: flaxArray(
        'float32',
        Array.from({ length: 65 }, () => 1),
        float32s(1),
      ),
    }),
    '@: tensor "w" has 65 dimensions, more than 64.',
  ],
  [
    'flax-no-array',
    pack({ w: extension(1, pack(5)) }),
    '@: tensor "w" at byte 9 is no array as Flax writes it.',
  ],
  [
    'flax-inner-lie',
    pack({
      w: extension(
        1,
        Buffer.concat([Buffer.from([0x93, 0x90]), pack('float32'), Buffer.from('c600000010', 'hex')]),
      ),
    }),
    `@ is cut short or damaged: the bytes at byte 19 says 16 bytes, and 0 are left; ${again}`,
  ],
  [
    'flax-chunk-missing',
    chunked({ shape: pack([2]), chunks: pack({ 0: ones, 2: ones }) }),
    '@: the chunks of tensor "w" are incomplete or of several types.',
  ],
  [
    'flax-chunk-types',
    chunked({ shape: pack([2]), chunks: pack([ones, flaxArray('int32', [1], float32s(1))]) }),
    '@: the chunks of tensor "w" are incomplete or of several types.',
  ],
  [
    'flax-chunk-short',
    chunked({ shape: pack([3]), chunks: pack([ones, ones]) }),
    '@: tensor "w" has 8 bytes of values, its type and shape need 12.',
  ],
];

describe('corpus: Flax MessagePack', function () {
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, content, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name}.msgpack`, content, message));
  }
});
