import { BadInput } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { findEncoding, type Encoding } from './encoding';

/** A row longer than this is none: 8 MiB hold the 500,000 numbers of a large layer. */
export const longestRow = 2 ** 23;
const sizes = [2 ** 18, 2 ** 20, longestRow + 1];

/** The beginning of a table of text. */
export interface Sample {
  readonly bytes: Uint8Array;
  /** Where the text begins: after the mark that says it is UTF-8. */
  readonly start: number;
  /** Whether the sample is the whole file. */
  readonly whole: boolean;
  readonly encoding: Encoding;
}

/** Reads the beginning of a file, at least its first line. Throws BadInput for what is no text of lines. */
export async function readSample(file: Bytes): Promise<Sample> {
  const { path } = file;
  for (const size of sizes) {
    const bytes = await file.read(0, Math.min(size, file.size));
    const whole = bytes.length === file.size;
    const [first, second, third] = bytes;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || isWide(bytes))
      throw new BadInput(`${path} is UTF-16 text: save it as UTF-8.`);
    checkNoNul(path, bytes, 0);
    const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
    const encoding = start > 0 ? 'UTF-8' : findEncoding(bytes, whole);
    if (bytes.includes(0x0a)) return { bytes, start, whole, encoding };
    if (bytes.includes(0x0d))
      throw new BadInput(`${path} has lines that end with CR alone: save it with the line ends LF or CRLF.`);
    if (whole) return { bytes, start, whole, encoding };
  }
  throw new BadInput(
    `${path}: line 1 is longer than ${longestRow} bytes: write each row of the table into a line of its own.`,
  );
}

/** Throws BadInput when there is a NUL among bytes that begin at `position` of the file. */
export function checkNoNul(path: string, bytes: Uint8Array, position: number): void {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(0);
  if (at >= 0)
    throw new BadInput(
      `${path} has a NUL at byte ${position + at}, so it is no text: save the table as UTF-8 again.`,
    );
}

/** Text in ASCII saved with two bytes a character, without the mark that says so. */
function isWide(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 64);
  if (head.length < 4) return false;
  return [0, 1].some((parity) => head.every((byte, i) => (byte === 0) === (i % 2 === parity)));
}
