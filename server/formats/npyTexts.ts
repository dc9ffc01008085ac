import type { TextReader } from './format';
import type { Source } from './bytes';
import type { ElementType } from './npyHeader';
import { nameOfBytes } from './utf8';

/** Texts of one length are padded with zeros; an id or the name of a class has no more characters than this. */
const longestText = 2 ** 16;
const lastCharacter = 0x10ffff;

/**
 * The texts of an array of NumPy's types U (UTF-32) and S (bytes, here UTF-8 where they are that), which lie from `start` on. undefined for
 * an array of anything else.
 */
export function npyTexts(
  source: Source,
  start: number,
  { dtype, itemBytes, littleEndian }: ElementType,
): TextReader | undefined {
  const letter = /^[<>|=]?([USa])\d+$/.exec(dtype)?.[1];
  if (letter === undefined || itemBytes > 4 * longestText) return undefined;
  const decode = letter === 'U' ? wide(littleEndian) : narrow;
  return async (first, count) => {
    const read = await source.read(start + first * itemBytes, count * itemBytes);
    const bytes = Buffer.from(read.buffer, read.byteOffset, read.length);
    return Array.from({ length: count }, (_, i) =>
      decode(bytes.subarray(i * itemBytes, (i + 1) * itemBytes)),
    );
  };
}

function narrow(bytes: Buffer): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return nameOfBytes(bytes.subarray(0, end));
}

function wide(littleEndian: boolean): (bytes: Buffer) => string {
  return (bytes) => {
    let text = '';
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      const point = littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
      // What is no character stays visible as such.
      text += point > lastCharacter ? '\ufffd' : String.fromCodePoint(point);
    }
    return text.replace(/\0+$/, '');
  };
}
