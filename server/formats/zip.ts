import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { BadInput, quoted } from '../tensors/badInput';
import type { Bytes } from './bytes';

/** A member of a zip archive. Its name is a label and never a path. */
export interface Member {
  readonly name: string;
  /** Where its (compressed) bytes start in the file. */
  readonly offset: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly deflated: boolean;
  readonly crc32: number;
}

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
    const zip = await fromRandomAccessReaderPromise(new Reader(bytes), bytes.size, {
      autoClose: false,
      // Names stay bytes: yauzl would refuse those that are no good as paths.
      decodeStrings: false,
    });
    const members: Member[] = [];
    for await (const entry of zip.eachEntry()) {
      members.push(await readMember(bytes, zip, entry));
      if (members.length > mostMembers)
        throw new BadInput(`${bytes.path} has more than ${mostMembers} members.`);
    }
    await checkEnd(bytes, zip);
    checkMembers(bytes.path, members);
    return members;
  } catch (error) {
    throw error instanceof Error ? asBadInput(bytes.path, error) : error;
  }
}

/** Lets yauzl read through the one door to model data. */
class Reader extends RandomAccessReader {
  constructor(private readonly bytes: Bytes) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.bytes.readInto(buffer.subarray(offset, offset + length), position).then(
      () => callback(null),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

async function readMember(bytes: Bytes, zip: ZipFile, entry: Entry): Promise<Member> {
  const rawName = entry.fileNameRaw;
  const name = nameOf(rawName);
  const fail = (what: string): never => {
    throw new BadInput(`${bytes.path}: member ${quoted(name)} ${what}.`);
  };
  if (entry.isEncrypted()) fail('is encrypted: save the archive without a password');
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    fail(`is compressed by method ${entry.compressionMethod}, and only stored and deflated ones are read`);
  }
  const numbers = [entry.relativeOffsetOfLocalHeader, entry.compressedSize, entry.uncompressedSize];
  if (!numbers.every(Number.isSafeInteger)) fail('has an offset or size too large for any file');
  if (entry.compressionMethod === deflated && entry.uncompressedSize > bestDeflation * entry.compressedSize) {
    fail(`declares ${entry.uncompressedSize} bytes, which ${entry.compressedSize} cannot inflate to`);
  }
  const local = await zip.readLocalFileHeaderPromise(entry);
  if (!local.fileName.equals(rawName)) {
    fail(`is called ${quoted(nameOf(local.fileName))} where its data lies: the archive contradicts itself`);
  }
  if (local.compressionMethod !== entry.compressionMethod)
    fail('has another compression where its data lies');
  return {
    name,
    offset: local.fileDataStart,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    deflated: entry.compressionMethod === deflated,
    crc32: entry.crc32,
  };
}

/** Writers mark UTF-8 names or do not; what is no UTF-8 is shown byte by byte. */
function nameOf(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return raw.toString('latin1');
  }
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

function checkMembers(path: string, members: readonly Member[]): void {
  const names = new Set<string>();
  for (const { name } of members) {
    if (names.has(name)) throw new BadInput(`${path} has two members with the name ${quoted(name)}.`);
    names.add(name);
  }
  let end = 0;
  for (const member of members.toSorted((a, b) => a.offset - b.offset)) {
    if (member.offset < end)
      throw new BadInput(`${path}: member ${quoted(member.name)} lies on top of another one.`);
    end = member.offset + member.compressedSize;
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
  [/^invalid local file header/, 'has a zip directory that points to a place where no member is'],
  [/^file data overflows/, 'is cut short: a member runs past the end of the file'],
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
