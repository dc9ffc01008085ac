import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { BadInput } from '../tensors/badInput';
import type { Bytes } from './bytes';
import { checkMembers, type DirectoryEntry, refusal, locate, type Member, nameOf } from './zipMembers';

export type { Member } from './zipMembers';

const stored = 0;
const deflated = 8;
const mostMembers = 1_000_000;
/** No bytes deflate better than this. */
const bestDeflation = 1032;

/** Whether bytes begin as a zip archive does, an empty one included. */
export function isZip(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
  return start === 'PK\x03\x04' || start === 'PK\x05\x06';
}

/**
 * The directory of an archive. Throws BadInput for one that is damaged, encrypted or contradicts itself: names that
 * occur twice, local names other than the directory's, members that overlap.
 */
export async function readDirectory(bytes: Bytes): Promise<Member[]> {
  try {
    const reader = new Reader(bytes);
    const zip = await fromRandomAccessReaderPromise(reader, bytes.size, {
      autoClose: false,
      lazyEntries: true,
      // Names stay bytes: yauzl would refuse those that are no good as paths.
      decodeStrings: false,
    });
    const entries = await readEntries(bytes.path, zip);
    await checkEnd(bytes, zip);
    const members = await locate(bytes, entries);
    checkMembers(bytes.path, members);
    return members;
  } catch (error) {
    throw error instanceof Error ? asBadInput(bytes.path, error) : error;
  }
}

/** Read from the directory at once: most entries are then there without waiting. */
const blockBytes = 2 ** 18;

/** Lets yauzl read through the one door to model data. */
class Reader extends RandomAccessReader {
  #block: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(private readonly bytes: Bytes) {
    super();
  }

  /** Calls back at once where the bytes are in the block. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const from = position - this.#start;
    if (from >= 0 && from + length <= this.#block.length) {
      buffer.set(this.#block.subarray(from, from + length), offset);
      callback(null);
      return;
    }
    const wanted = Math.max(length, Math.min(blockBytes, this.bytes.size - position));
    this.bytes.read(position, wanted).then(
      (block) => {
        [this.#block, this.#start] = [block, position];
        buffer.set(block.subarray(0, length), offset);
        callback(null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

/** All entries of the directory, in its order. */
async function readEntries(path: string, zip: ZipFile): Promise<DirectoryEntry[]> {
  const entries: DirectoryEntry[] = [];
  let failure: Error | undefined;
  let next: (() => void) | undefined;
  const failed = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
  };
  zip.on('entry', (entry: Entry) => {
    try {
      entries.push(entryOf(path, entry));
      if (entries.length > mostMembers) throw new BadInput(`${path} has more than ${mostMembers} members.`);
    } catch (error) {
      failed(error);
    }
    next?.();
  });
  zip.on('error', (error: unknown) => {
    failed(error);
    next?.();
  });
  for (let known = 0; known < zip.entryCount; known++) {
    zip.readEntry();
    if (entries.length === known && failure === undefined) {
      await new Promise<void>((resolve) => (next = resolve));
      next = undefined;
    }
    if (failure !== undefined) throw failure;
  }
  return entries;
}

function entryOf(path: string, entry: Entry): DirectoryEntry {
  const name = nameOf(entry.fileNameRaw);
  const fail = refusal(path, name);
  if (entry.isEncrypted()) fail('is encrypted: save the archive without a password');
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    fail(`is compressed by method ${entry.compressionMethod}, and only stored and deflated ones are read`);
  }
  const numbers = [entry.relativeOffsetOfLocalHeader, entry.compressedSize, entry.uncompressedSize];
  if (!numbers.every(Number.isSafeInteger)) fail('has an offset or size too large for any file');
  if (entry.compressionMethod === deflated && entry.uncompressedSize > bestDeflation * entry.compressedSize) {
    fail(`declares ${entry.uncompressedSize} bytes, which ${entry.compressedSize} cannot inflate to`);
  }
  return {
    name,
    rawName: entry.fileNameRaw.toString('latin1'),
    localHeader: entry.relativeOffsetOfLocalHeader,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    method: entry.compressionMethod,
    deflated: entry.compressionMethod === deflated,
    crc32: entry.crc32,
  };
}

/** After the last entry comes the end record; another entry means that the archive hides members. */
async function checkEnd(bytes: Bytes, zip: ZipFile): Promise<void> {
  // Typed as boolean by mistake: it is the position after the last entry.
  const next = Buffer.from(await bytes.read(Number(zip.readEntryCursor), 4)).readUInt32LE(0);
  const ends = [0x06054b50, 0x06064b50, 0x05054b50];
  if (!ends.includes(next)) {
    throw new BadInput(
      `${bytes.path}: the zip directory goes on after the ${zip.entryCount} members it declares.`,
    );
  }
}

/** What yauzl found wrong with an archive, in words for people. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/^End of central directory/, 'has no zip directory at its end: it is cut short or no zip archive'],
  [
    /^Invalid comment length/,
    'does not end where its zip directory says: it is damaged or has bytes appended',
  ],
  [
    /^invalid central directory file header/,
    'has a damaged zip directory: it does not hold as many members as it says',
  ],
  [/^multi-disk/, 'is one part of a zip archive in several parts'],
  [/^strong encryption/, 'is encrypted: save the archive without a password'],
  [/size mismatch for stored/, 'has a member whose two sizes differ although it is not compressed'],
];

function asBadInput(path: string, error: Error): Error {
  if (error instanceof BadInput || error instanceof TypeError || error instanceof RangeError) return error;
  const [, fault = 'has a damaged zip directory'] =
    faults.find(([pattern]) => pattern.test(error.message)) ?? [];
  return new BadInput(`${path} ${fault}.`);
}
