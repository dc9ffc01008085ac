import { BadInput } from '../../tensors/badInput';
import { Cursor } from './cursor';
import { lookup3 } from './lookup3';
import type { Mounted } from './mounted';

/** What the first bytes of an HDF5 file say of the rest. */
export interface Superblock {
  /** Where addresses count from. */
  readonly base: number;
  /** Bytes of an address. */
  readonly addressBytes: number;
  /** Bytes of a length. */
  readonly lengthBytes: number;
  /** The address of the header of the group that all paths begin at. */
  readonly root: number;
}

const signature = '\x89HDF\r\n\x1a\n';
/** Where the superblock may be: what comes before it belongs to somebody else. */
const firstPlace = 512;
const longest = 96;

/** Whether a file begins with the signature of HDF5. */
export function isHdf5(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('latin1') === signature;
}

/** Finds the superblock. Throws BadInput when there is none, it is of a newer kind or the file is shorter than it says. */
export function readSuperblock(file: Mounted): Superblock {
  const head = new Uint8Array(longest);
  for (let base = 0; base + 8 <= file.size; base = base === 0 ? firstPlace : 2 * base) {
    const start = head.subarray(0, Math.min(longest, file.size - base));
    file.readNow(start, base);
    if (isHdf5(start)) return parse(file, base, start);
  }
  throw new BadInput(
    `${file.where} is no HDF5 file: it does not have the signature of one. Copy or download it again.`,
  );
}

function parse(file: Mounted, base: number, bytes: Uint8Array): Superblock {
  const cursor = new Cursor(() => `${file.where}: the superblock of the HDF5 file`, bytes);
  cursor.passOver(8);
  const version = cursor.u8();
  if (version > 3) cursor.fail(`is of version ${version}, which is not known`);
  if (version < 2) cursor.passOver(4);
  const [addressBytes, lengthBytes] = [cursor.u8(), cursor.u8()];
  if (![2, 4, 8].includes(addressBytes) || ![2, 4, 8].includes(lengthBytes))
    cursor.fail('has addresses of an impossible size');
  cursor.passOver(version < 2 ? 1 + 4 + 4 + (version === 1 ? 4 : 0) : 1);
  const stored = cursor.uint(addressBytes);
  // Where free space is told of, or more than fits here.
  cursor.passOver(addressBytes);
  // Something may have been put before the file after it was written.
  const end = cursor.uint(addressBytes) - stored + base;
  if (end > file.size) {
    throw new BadInput(
      `${file.where} is cut short: its HDF5 content goes up to byte ${end}, and it has ${file.size}. Copy or download it again.`,
    );
  }
  // Of drivers, and of a name that the root does not have.
  if (version < 2) cursor.passOver(addressBytes + lengthBytes);
  const root = cursor.uint(addressBytes);
  const summed = bytes.subarray(0, cursor.position);
  if (version > 1 && cursor.u32() !== lookup3(summed))
    cursor.fail('does not have the check sum it should have');
  return { base, addressBytes, lengthBytes, root };
}
