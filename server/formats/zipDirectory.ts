import { BadInput } from '../tensors/badInput';
import type { Bytes } from './bytes';
import { type DirectoryEntry, nameOf, refusal } from './zipMembers';

const stored = 0;
const deflated = 8;
const mostMembers = 1_000_000;
/** No bytes deflate better than this. */
const bestDeflation = 1032;
/** Read from the directory at once. */
const blockBytes = 2 ** 18;

const endBytes = 22;
const longestComment = 0xffff;
const locatorBytes = 20;
const bigEndBytes = 56;
const entryBytes = 46;
const signatures = {
  entry: 0x02014b50,
  end: 0x06054b50,
  bigEnd: 0x06064b50,
  locator: 0x07064b50,
  signed: 0x05054b50,
};
/** What stands in a field of 32 bits whose value is in the extra field of 64. */
const elsewhere = 0xffffffff;

/** Where a directory begins, and of how many entries it says to be. */
interface Directory {
  readonly count: number;
  readonly offset: number;
}

/** All entries of an archive's directory, in its order. Throws BadInput for one that is damaged or encrypted. */
export async function readEntries(bytes: Bytes): Promise<DirectoryEntry[]> {
  const { count, offset } = await findDirectory(bytes);
  if (count > mostMembers) throw new BadInput(`${bytes.path} has more than ${mostMembers} members.`);
  const window = new Window(bytes, offset);
  const entries: DirectoryEntry[] = [];
  for (let i = 0; i < count; i++) {
    let at = await window.ready(entryBytes);
    if (window.block.readUInt32LE(at) !== signatures.entry)
      fail(bytes, 'has a damaged zip directory: it does not hold as many members as it says');
    const lengths = [28, 30, 32].map((field) => window.block.readUInt16LE(at + field));
    const length = lengths.reduce((sum, some) => sum + some, entryBytes);
    at = await window.ready(length);
    entries.push(entryOf(bytes, window.block.subarray(at, at + length)));
    window.at += length;
  }
  const at = await window.ready(4);
  const ends: readonly number[] = [signatures.end, signatures.bigEnd, signatures.signed];
  // Another entry means that the archive hides members.
  if (!ends.includes(window.block.readUInt32LE(at)))
    throw new BadInput(`${bytes.path}: the zip directory goes on after the ${count} members it declares.`);
  return entries;
}

function fail({ path }: Bytes, what: string): never {
  throw new BadInput(`${path} ${what}.`);
}

/** The record at the end of an archive, and the one of large archives in front of it. */
async function findDirectory(bytes: Bytes): Promise<Directory> {
  const start = Math.max(0, bytes.size - endBytes - longestComment);
  const tail = Buffer.from((await bytes.read(start, bytes.size - start)).buffer);
  let at = tail.length - endBytes;
  while (at >= 0 && tail.readUInt32LE(at) !== signatures.end) at--;
  if (at < 0) fail(bytes, 'has no zip directory at its end: it is cut short or no zip archive');
  if (tail.readUInt16LE(at + 20) !== tail.length - at - endBytes)
    fail(bytes, 'does not end where its zip directory says: it is damaged or has bytes appended');
  const locator = start + at - locatorBytes;
  if (locator >= 0) {
    const found = Buffer.from((await bytes.read(locator, locatorBytes)).buffer);
    if (found.readUInt32LE(0) === signatures.locator) return findBig(bytes, found);
  }
  if (tail.readUInt16LE(at + 4) !== 0) fail(bytes, 'is one part of a zip archive in several parts');
  return { count: tail.readUInt16LE(at + 10), offset: tail.readUInt32LE(at + 16) };
}

async function findBig(bytes: Bytes, locator: Buffer): Promise<Directory> {
  const at = numberAt(locator, 8);
  if (at === undefined || at + bigEndBytes > bytes.size) fail(bytes, 'has a damaged zip directory');
  const record = Buffer.from((await bytes.read(at, bigEndBytes)).buffer);
  const [count, offset] = [numberAt(record, 32), numberAt(record, 48)];
  if (record.readUInt32LE(0) !== signatures.bigEnd || count === undefined || offset === undefined)
    fail(bytes, 'has a damaged zip directory');
  if (record.readUInt32LE(16) !== 0) fail(bytes, 'is one part of a zip archive in several parts');
  return { count, offset };
}

/** A number of 64 bits; undefined: it is larger than that of any byte of a file. */
function numberAt(record: Buffer, at: number): number | undefined {
  const value = Number(record.readBigUInt64LE(at));
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The directory, block by block. */
class Window {
  block: Buffer = Buffer.alloc(0);
  #start: number;

  constructor(
    private readonly bytes: Bytes,
    /** Where in the file the next entry begins. */
    public at: number,
  ) {
    this.#start = at;
  }

  /**
   * Where in the block so many bytes from `at` on are. Waits only for a new block. Throws BadInput where the
   * file does not have them.
   */
  ready(length: number): number | Promise<number> {
    const from = this.at - this.#start;
    return from + length <= this.block.length ? from : this.#next(length);
  }

  async #next(length: number): Promise<number> {
    const wanted = Math.max(length, Math.min(blockBytes, this.bytes.size - this.at));
    this.block = Buffer.from((await this.bytes.read(this.at, wanted)).buffer);
    this.#start = this.at;
    return 0;
  }
}

/** @param record the whole entry: fixed fields, name, extra fields, comment */
function entryOf(bytes: Bytes, record: Buffer): DirectoryEntry {
  const rawName = record.toString('latin1', entryBytes, entryBytes + record.readUInt16LE(28));
  const name = nameOf(rawName);
  const refuse = refusal(bytes.path, name);
  const [flags, method] = [record.readUInt16LE(8), record.readUInt16LE(10)];
  if ((flags & 0x40) !== 0) fail(bytes, 'is encrypted: save the archive without a password');
  if ((flags & 1) !== 0) refuse('is encrypted: save the archive without a password');
  if (method !== stored && method !== deflated)
    refuse(`is compressed by method ${method}, and only stored and deflated ones are read`);
  const [size, compressedSize, localHeader] = sizesOf(bytes, record, refuse);
  if (method === stored && size !== compressedSize)
    fail(bytes, 'has a member whose two sizes differ although it is not compressed');
  if (method === deflated && size > bestDeflation * compressedSize)
    refuse(`declares ${size} bytes, which ${compressedSize} cannot inflate to`);
  const crc32 = record.readUInt32LE(16);
  return { name, rawName, localHeader, compressedSize, size, method, deflated: method === deflated, crc32 };
}

/** Size, compressed size and place; of large archives from the extra field, which has those that are not in the entry. */
function sizesOf(
  bytes: Bytes,
  record: Buffer,
  refuse: (what: string) => never,
): readonly [size: number, compressedSize: number, localHeader: number] {
  const fields = [record.readUInt32LE(24), record.readUInt32LE(20), record.readUInt32LE(42)] as const;
  if (!fields.includes(elsewhere)) return fields;
  const nameEnd = entryBytes + record.readUInt16LE(28);
  const end = nameEnd + record.readUInt16LE(30);
  let big: Buffer | undefined;
  for (let at = nameEnd; at + 4 <= end && big === undefined;) {
    const length = record.readUInt16LE(at + 2);
    if (at + 4 + length > end) break;
    if (record.readUInt16LE(at) === 1) big = record.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  let next = 0;
  const whole = (field: number): number => {
    if (field !== elsewhere) return field;
    if (big === undefined || next + 8 > big.length) fail(bytes, 'has a damaged zip directory');
    next += 8;
    return numberAt(big, next - 8) ?? refuse('has an offset or size too large for any file');
  };
  return [whole(fields[0]), whole(fields[1]), whole(fields[2])];
}
