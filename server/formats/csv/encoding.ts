import { isUtf8 } from '../utf8';

/** How the characters of a table of text are written. */
export type Encoding = 'UTF-8' | 'Windows-1252';

/** What bytes 0x80 to 0x9f mean in Windows-1252; all others mean what they do in Latin-1. */
const windows = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * The encoding of the beginning of a text: where it is no UTF-8, that of Western European spreadsheets, in which any
 * bytes mean something and no two of them the same.
 * @param whole whether it is all of the text, so that it does not end within a character
 */
export function findEncoding(bytes: Uint8Array, whole: boolean): Encoding {
  return isUtf8(whole ? bytes : bytes.subarray(0, lastCharacter(bytes))) ? 'UTF-8' : 'Windows-1252';
}

/** Where the last character of a text in UTF-8 begins, which may be cut short. */
function lastCharacter(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

/** Decodes bytes [start, end); what is no UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, start: number, end: number, encoding: Encoding): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  if (encoding === 'UTF-8') return buffer.toString('utf8');
  return buffer
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => windows[character.charCodeAt(0) - 0x80] ?? character);
}
