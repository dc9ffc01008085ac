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
    let at = window.ready(entryBytes) ?? (await window.next(entryBytes));
    const { view } = window;
    if (view.getUint32(at, true) !== signatures.entry)
      fail(bytes, 'has a damaged zip directory: it does not hold as many members as it says');
    const length =
      entryBytes +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    at = window.ready(length) ?? (await window.next(length));
    entries.push(entryOf(bytes, window, at));
    window.at += length;
  }
  const at = window.ready(4) ?? (await window.next(4));
  const ends: readonly number[] = [signatures.end, signatures.bigEnd, signatures.signed];
  // Another entry means that the archive hides members.
  if (!ends.includes(window.view.getUint32(at, true)))
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
    const found = new DataView((await bytes.read(locator, locatorBytes)).buffer);
    if (found.getUint32(0, true) === signatures.locator) return findBig(bytes, found);
  }
  if (tail.readUInt16LE(at + 4) !== 0) fail(bytes, 'is one part of a zip archive in several parts');
  return { count: tail.readUInt16LE(at + 10), offset: tail.readUInt32LE(at + 16) };
}

async function findBig(bytes: Bytes, locator: DataView): Promise<Directory> {
  const at = numberAt(locator, 8);
  if (at === undefined || at + bigEndBytes > bytes.size) fail(bytes, 'has a damaged zip directory');
  const record = new DataView((await bytes.read(at, bigEndBytes)).buffer);
  const [count, offset] = [numberAt(record, 32), numberAt(record, 48)];
  if (record.getUint32(0, true) !== signatures.bigEnd || count === undefined || offset === undefined)
    fail(bytes, 'has a damaged zip directory');
  if (record.getUint32(16, true) !== 0) fail(bytes, 'is one part of a zip archive in several parts');
  return { count, offset };
}

/** A number of 64 bits; undefined: it is larger than that of any byte of a file. */
function numberAt(record: DataView, at: number): number | undefined {
  const value = Number(record.getBigUint64(at, true));
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * The directory, block by block. Numbers are taken from a view: an archive has them by the ten thousand, and a Buffer
 * checks more for each.
 */
class Window {
  block: Buffer = Buffer.alloc(0);
  view = new DataView(new ArrayBuffer(0));
  #start: number;

  constructor(
    private readonly bytes: Bytes,
    /** Where in the file the next entry begins. */
    public at: number,
  ) {
    this.#start = at;
  }

  /** Where in the block so many bytes from `at` on are; undefined: not in this block. */
  ready(length: number): number | undefined {
    const from = this.at - this.#start;
    return from + length <= this.block.length ? from : undefined;
  }

  /** The same in the next block. Throws BadInput where the file does not have them. */
  async next(length: number): Promise<number> {
    const wanted = Math.max(length, Math.min(blockBytes, this.bytes.size - this.at));
    const { buffer } = await this.bytes.read(this.at, wanted);
    this.block = Buffer.from(buffer);
    this.view = new DataView(buffer);
    this.#start = this.at;
    return 0;
  }
}

/** @param at where in the block the whole entry begins: fixed fields, name, extra fields, comment */
function entryOf(bytes: Bytes, { block, view }: Window, at: number): DirectoryEntry {
  const nameStart = at + entryBytes;
  const rawName = block.toString('latin1', nameStart, nameStart + view.getUint16(at + 28, true));
  const name = nameOf(rawName);
  const refuse = refusal(bytes.path, name);
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if ((flags & 0x40) !== 0) fail(bytes, 'is encrypted: save the archive without a password');
  if ((flags & 1) !== 0) refuse('is encrypted: save the archive without a password');
  if (method !== stored && method !== deflated)
    refuse(`is compressed by method ${method}, and only stored and deflated ones are read`);
  const { size, compressedSize, localHeader } = sizesOf(bytes, view, at, refuse);
  if (method === stored && size !== compressedSize)
    fail(bytes, 'has a member whose two sizes differ although it is not compressed');
  if (method === deflated && size > bestDeflation * compressedSize)
    refuse(`declares ${size} bytes, which ${compressedSize} cannot inflate to`);
  const crc32 = view.getUint32(at + 16, true);
  return { name, rawName, localHeader, compressedSize, size, method, deflated: method === deflated, crc32 };
}

/** Size, compressed size and place; of large archives from the extra field, which has those that are not in the entry. */
function sizesOf(
  bytes: Bytes,
  view: DataView,
  at: number,
  refuse: (what: string) => never,
): Pick<DirectoryEntry, 'size' | 'compressedSize' | 'localHeader'> {
  const size = view.getUint32(at + 24, true);
  const compressedSize = view.getUint32(at + 20, true);
  const localHeader = view.getUint32(at + 42, true);
  if (size !== elsewhere && compressedSize !== elsewhere && localHeader !== elsewhere)
    return { size, compressedSize, localHeader };
  const nameEnd = at + entryBytes + view.getUint16(at + 28, true);
  const end = nameEnd + view.getUint16(at + 30, true);
  let next = 0;
  let bigEnd = 0;
  for (let field = nameEnd; field + 4 <= end && next === 0;) {
    const fieldEnd = field + 4 + view.getUint16(field + 2, true);
    if (fieldEnd > end) break;
    if (view.getUint16(field, true) === 1) [next, bigEnd] = [field + 4, fieldEnd];
    field = fieldEnd;
  }
  const whole = (value: number): number => {
    if (value !== elsewhere) return value;
    if (next + 8 > bigEnd) fail(bytes, 'has a damaged zip directory');
    next += 8;
    return numberAt(view, next - 8) ?? refuse('has an offset or size too large for any file');
  };
  return { size: whole(size), compressedSize: whole(compressedSize), localHeader: whole(localHeader) };
}
