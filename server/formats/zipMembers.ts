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

/** A member as the directory has it. */
export interface DirectoryEntry extends Omit<Member, 'offset'> {
  /** Its bytes as characters. */
  readonly rawName: string;
  readonly localHeader: number;
  readonly method: number;
}

/** The beginnings of members that lie closer together than this are read with one read. */
const spanBytes = 2 ** 16;
/** Reads under way together. */
const lanes = 16;
const fixedBytes = 30;
/** What a lane has room for at first. */
const usualBeginning = 512;
const signature = 0x04034b50;

/**
 * The members with the places where their data lie, in the given order. Throws BadInput where what stands in front of
 * the data contradicts the directory.
 */
export async function locate(bytes: Bytes, entries: readonly DirectoryEntry[]): Promise<Member[]> {
  const offsets = new Map<DirectoryEntry, number>();
  const spans = spansOf(entries);
  // All lanes take from it.
  const queue = spans.values();
  const work = async (): Promise<void> => {
    let memory = Buffer.allocUnsafeSlow(usualBeginning);
    for (const span of queue) {
      const first = span[0];
      if (first === undefined) continue;
      const start = first.localHeader;
      const length = span.reduce((last, entry) => Math.max(last, endOf(entry)), 0) - start;
      if (length > memory.length) memory = Buffer.allocUnsafeSlow(length);
      const block = memory.subarray(0, length);
      const waiting = bytes.readApart(block, start);
      if (waiting !== undefined) await waiting;
      for (const entry of span) {
        offsets.set(entry, dataOf(bytes, entry, block, start) ?? (await otherName(bytes, entry)));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, spans.length) }, work));
  return entries.map((entry) => {
    const { name, compressedSize, size, deflated, crc32 } = entry;
    return { name, offset: offsets.get(entry) ?? NaN, compressedSize, size, deflated, crc32 };
  });
}

/** Where what is wanted of a member's beginning ends: before its extra fields. */
function endOf({ localHeader: at, rawName }: DirectoryEntry): number {
  return at + fixedBytes + rawName.length;
}

/** Entries by neighbourhood. */
function spansOf(entries: readonly DirectoryEntry[]): DirectoryEntry[][] {
  const spans: DirectoryEntry[][] = [];
  let start = -Infinity;
  for (const entry of entries.toSorted((a, b) => a.localHeader - b.localHeader)) {
    const span = spans.at(-1);
    if (span !== undefined && endOf(entry) - start <= spanBytes) span.push(entry);
    else {
      start = entry.localHeader;
      spans.push([entry]);
    }
  }
  return spans;
}

/**
 * Where the data of a member begin; undefined: its name there is another one.
 * @param block bytes of the file from `blockStart` on, with the member's beginning up to the end of its name
 */
function dataOf(
  { path, size }: Bytes,
  entry: DirectoryEntry,
  block: Buffer,
  blockStart: number,
): number | undefined {
  const { name, localHeader: at, rawName, method, compressedSize } = entry;
  const local = at - blockStart;
  const view = new DataView(block.buffer, block.byteOffset + local, fixedBytes);
  if (view.getUint32(0, true) !== signature) {
    throw new BadInput(`${path} has a zip directory that points to a place where no member is.`);
  }
  const nameLength = view.getUint16(26, true);
  const nameStart = local + fixedBytes;
  const start = at + fixedBytes + nameLength + view.getUint16(28, true);
  if (start + compressedSize > size) {
    throw new BadInput(`${path} is cut short: a member runs past the end of the file.`);
  }
  if (
    nameLength !== rawName.length ||
    rawName !== block.toString('latin1', nameStart, nameStart + nameLength)
  )
    return undefined;
  if (view.getUint16(8, true) !== method) refusal(path, name)('has another compression where its data lies');
  return start;
}

async function otherName(bytes: Bytes, { name, localHeader: at }: DirectoryEntry): Promise<never> {
  const { buffer } = await bytes.read(at, fixedBytes);
  const length = Buffer.from(buffer).readUInt16LE(26);
  const local = nameOf(Buffer.from(await bytes.read(at + fixedBytes, length)).toString('latin1'));
  return refusal(
    bytes.path,
    name,
  )(`is called ${quoted(local)} where its data lies: the archive contradicts itself`);
}

/** Refuses an archive because of one member. */
export const refusal =
  (path: string, name: string) =>
  (what: string): never => {
    throw new BadInput(`${path}: member ${quoted(name)} ${what}.`);
  };

/** Writers mark UTF-8 names or do not; what is no UTF-8 is shown byte by byte. */
export function nameOf(raw: string): string {
  if (/^[\x20-\x7e]*$/.test(raw)) return raw;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(raw, 'latin1'));
  } catch {
    return raw;
  }
}

/** Throws BadInput when two members have one name or lie on top of each other. */
export function checkMembers(path: string, members: readonly Member[]): void {
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
