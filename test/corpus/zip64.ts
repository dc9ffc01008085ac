/** Writes an archive of more than 4 GiB, most of it never written: it takes no room on most file systems. */
import { closeSync, openSync, writeSync } from 'node:fs';

export interface LargeMember {
  readonly name: string;
  /** Its first bytes. */
  readonly start?: Uint8Array;
  /** Its last bytes; before them come zeros up to `size`. */
  readonly end: Uint8Array;
  readonly size: number;
}

const wide = 0xffffffff;

/** All sizes and offsets are given in 64 bits. */
export function writeZip64(path: string, members: readonly LargeMember[]): void {
  const file = openSync(path, 'w');
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, start, end, size } of members) {
    const local = Buffer.concat([fields('PK\x03\x04', 0, name, 20), Buffer.from(name), extra(size, size)]);
    const central = fields('PK\x01\x02', 2, name, 28);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(wide, 10);
    directory.push(central, rest, Buffer.from(name), extra(size, size, at));
    writeSync(file, local, 0, local.length, at);
    if (start !== undefined) writeSync(file, start, 0, start.length, at + local.length);
    at += local.length + size;
    writeSync(file, end, 0, end.length, at - end.length);
  }
  const central = Buffer.concat(directory);
  const tail = Buffer.concat([central, ends(members.length, central.length, at)]);
  writeSync(file, tail, 0, tail.length, at);
  closeSync(file);
}

/** A header up to the lengths of name and extra fields. */
function fields(signature: string, more: number, name: string, extraBytes: number): Buffer {
  const header = Buffer.alloc(30 + more);
  header.write(signature, 'latin1');
  header.writeUInt16LE(45, 4);
  header.writeUInt16LE(45, 4 + more);
  header.writeUInt32LE(wide, 18 + more);
  header.writeUInt32LE(wide, 22 + more);
  header.writeUInt16LE(Buffer.byteLength(name), 26 + more);
  header.writeUInt16LE(extraBytes, 28 + more);
  return header;
}

function extra(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 8 * numbers.length);
  bytes.writeUInt16LE(1, 0);
  bytes.writeUInt16LE(8 * numbers.length, 2);
  for (const [i, number] of numbers.entries()) bytes.writeBigUInt64LE(BigInt(number), 4 + 8 * i);
  return bytes;
}

/** The end record in 64 bits, where it is, and the old one that sends the reader there. */
function ends(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  const old = Buffer.alloc(22);
  old.write('PK\x05\x06', 'latin1');
  for (const at of [8, 10]) old.writeUInt16LE(0xffff, at);
  for (const at of [12, 16]) old.writeUInt32LE(wide, at);
  return Buffer.concat([record, locator, old]);
}
