/** Writes MessagePack as Flax does, good and bad. */

function head(short: number, most: number, codes: readonly [number, number], length: number): Buffer {
  if (length <= most) return Buffer.from([short | length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 5);
  bytes.writeUInt8(length < 65_536 ? codes[0] : codes[1]);
  bytes.writeUIntBE(length, 1, bytes.length - 1);
  return bytes;
}

/** What can be written: extensions and other things in bytes already, the rest by its type. */
export type Packable = Buffer | string | number | boolean | readonly Packable[] | { [key: string]: Packable };

export function pack(value: Packable): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(0xa0, 31, [0xda, 0xdb], text.length), text]);
  }
  if (typeof value === 'number') return packNumber(value);
  if (isList(value)) return Buffer.concat([head(0x90, 15, [0xdc, 0xdd], value.length), ...value.map(pack)]);
  const entries = Object.entries(value);
  const packed = entries.flatMap(([key, each]) => [pack(key), pack(each)]);
  return Buffer.concat([head(0x80, 15, [0xde, 0xdf], entries.length), ...packed]);
}

function isList(value: object): value is readonly Packable[] {
  return Array.isArray(value);
}

function packNumber(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0 && value < 128) return Buffer.from([value]);
  const isWord = Number.isInteger(value) && value >= 0 && value < 2 ** 32;
  const bytes = Buffer.alloc(isWord ? 5 : 9);
  bytes[0] = isWord ? 0xce : 0xcb;
  if (isWord) bytes.writeUInt32BE(value, 1);
  else bytes.writeDoubleBE(value, 1);
  return bytes;
}

export function bin(content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = 0xc6;
  bytes.writeUInt32BE(content.length, 1);
  return Buffer.concat([bytes, content]);
}

export function extension(type: number, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(6);
  bytes[0] = 0xc9;
  bytes.writeUInt32BE(content.length, 1);
  bytes.writeInt8(type, 5);
  return Buffer.concat([bytes, content]);
}

/** An array as `flax.serialization` has it. */
export function flaxArray(dtype: string, shape: readonly number[], content: Uint8Array, type = 1): Buffer {
  return extension(type, pack([shape, dtype, bin(content)]));
}
