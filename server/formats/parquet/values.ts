import { readRuns } from './bits';
import { readDeltas } from './delta';

/** Encodings of values: github.com/apache/parquet-format/blob/master/Encodings.md. */
export const encodings = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  deltas: 5,
  deltaLengths: 6,
  deltaTexts: 7,
  dictionary: 8,
  byteStreams: 9,
} as const;

const longestText = 2 ** 16;
const mostText = 2 ** 26;
const mostPieces = 2 ** 20;

export function isByDictionary(encoding: number): boolean {
  return encoding === encodings.dictionary || encoding === encodings.plainDictionary;
}

/**
 * `count` numbers of `size` bytes each, as they are in memory; truth values as bytes. undefined when `bytes` do not hold
 * them in this encoding.
 * @param dictionary what numbers of entries stand for
 */
export function numbersOf(
  encoding: number,
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  size: number,
  isTruth: boolean,
  dictionary: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  if (isByDictionary(encoding)) return isTruth ? undefined : entriesOf(bytes, count, size, dictionary);
  if (isTruth) return truthsOf(encoding, bytes, count);
  const length = count * size;
  if (encoding === encodings.plain) return bytes.length < length ? undefined : bytes.subarray(0, length);
  if (encoding === encodings.byteStreams)
    return bytes.length < length ? undefined : joined(bytes, count, size);
  if (encoding === encodings.deltaTexts) {
    const pieces = piecesByPrefix(bytes, count);
    return pieces?.every((piece) => piece.length === size)
      ? new Uint8Array(Buffer.concat(pieces))
      : undefined;
  }
  if (encoding !== encodings.deltas || size < 4) return undefined;
  const words = readDeltas(bytes, count)?.words;
  if (size === 8 || words === undefined) return words && new Uint8Array(words.buffer);
  const narrow = new Uint32Array(count);
  for (let i = 0; i < count; i++) narrow[i] = words[2 * i] ?? 0;
  return new Uint8Array(narrow.buffer);
}

/** Numbers of entries, in runs after a byte that says how many bits each has. */
function indicesOf(bytes: Uint8Array, count: number, entries: number): Uint32Array | undefined {
  const [width = 33] = bytes;
  if (width > 32) return undefined;
  const indices = new Uint32Array(count);
  if (!readRuns(bytes.subarray(1), width, indices)) return undefined;
  return indices.every((index) => index < entries) ? indices : undefined;
}

function entriesOf(
  bytes: Uint8Array,
  count: number,
  size: number,
  dictionary: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  if (dictionary === undefined) return undefined;
  const indices = indicesOf(bytes, count, dictionary.length / size);
  if (indices === undefined) return undefined;
  const unit = size === 2 ? Uint16Array : Uint32Array;
  const units = size / unit.BYTES_PER_ELEMENT;
  const from = new unit(dictionary.slice().buffer);
  const target = new unit(count * units);
  for (let i = 0; i < count; i++)
    for (let u = 0; u < units; u++) target[i * units + u] = from[(indices[i] ?? 0) * units + u] ?? 0;
  return new Uint8Array(target.buffer);
}

function truthsOf(encoding: number, bytes: Uint8Array, count: number): Uint8Array<ArrayBuffer> | undefined {
  const truths = new Uint8Array(count);
  if (encoding === encodings.runs) return readRuns(bytes.subarray(4), 1, truths) ? truths : undefined;
  if (encoding !== encodings.plain || bytes.length < Math.ceil(count / 8)) return undefined;
  for (let i = 0; i < count; i++) truths[i] = ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1;
  return truths;
}

/** The first bytes of all numbers come first, then all second ones. */
function joined(bytes: Uint8Array, count: number, size: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(count * size);
  for (let k = 0; k < size; k++)
    for (let i = 0; i < count; i++) target[i * size + k] = bytes[k * count + i] ?? 0;
  return target;
}

/** `count` texts; undefined when `bytes` do not hold them in this encoding. */
export function textsOf(
  encoding: number,
  bytes: Uint8Array,
  count: number,
  dictionary: readonly string[] | undefined,
): string[] | undefined {
  if (isByDictionary(encoding)) {
    const indices = dictionary && indicesOf(bytes, count, dictionary.length);
    return indices && Array.from(indices, (index) => dictionary[index] ?? '');
  }
  if (encoding === encodings.plain) return plainTexts(bytes, count);
  if (encoding === encodings.deltaLengths) return piecesByLength(bytes, count)?.map(shortened);
  return encoding === encodings.deltaTexts ? piecesByPrefix(bytes, count)?.map(shortened) : undefined;
}

function plainTexts(bytes: Uint8Array, count: number): string[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  for (let at = 0; texts.length < count;) {
    if (at + 4 > buffer.length) return undefined;
    const end = at + 4 + buffer.readUInt32LE(at);
    if (end > buffer.length) return undefined;
    texts.push(shortened(buffer.subarray(at + 4, end)));
    at = end;
  }
  return texts;
}

/** All lengths first, then all bytes. */
function piecesByLength(bytes: Uint8Array, count: number): Buffer[] | undefined {
  const lengths = count > mostPieces ? undefined : readDeltas(bytes, count);
  if (lengths === undefined) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const pieces: Buffer[] = [];
  let at = lengths.next;
  for (let i = 0; i < count; i++) {
    const end = at + (lengths.words[2 * i] ?? 0);
    if (end > buffer.length) return undefined;
    pieces.push(buffer.subarray(at, end));
    at = end;
  }
  return pieces;
}

/** How many bytes each shares with the one before, and the others. */
function piecesByPrefix(bytes: Uint8Array, count: number): Buffer[] | undefined {
  const shared = readDeltas(bytes, count);
  const rests = shared && piecesByLength(bytes.subarray(shared.next), count);
  if (shared === undefined || rests === undefined) return undefined;
  const pieces: Buffer[] = [];
  let before: Buffer = Buffer.alloc(0);
  let total = 0;
  for (const [i, rest] of rests.entries()) {
    const prefix = shared.words[2 * i] ?? 0;
    if (prefix > before.length) return undefined;
    before = Buffer.concat([before.subarray(0, prefix), rest]);
    // What shares much would make much of little.
    if (before.length > longestText || (total += before.length) > mostText) return undefined;
    pieces.push(before);
  }
  return pieces;
}

/** Texts are labels and ids: what is longer is none. */
function shortened(bytes: Buffer): string {
  return bytes.toString('utf8', 0, Math.min(bytes.length, longestText));
}
