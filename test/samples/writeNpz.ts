import { crc32 } from './crc32';
import { npy } from './writeNpy';
import type { NumberArray } from './array';

/** 1 January 1980, the first day a zip file can name: no clock goes into the samples. */
const dosDate = 0x21;

/** What the local header and the directory entry of a stored member have in common: version needed to name length. */
function shared(name: Buffer, content: Buffer): Buffer {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(dosDate, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

/** An npz file as `numpy.savez` writes it: a zip archive of stored (not compressed) npy members. */
export function npz(arrays: readonly (readonly [name: string, array: NumberArray])[]): Buffer {
  const members: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [arrayName, array] of arrays) {
    const name = Buffer.from(`${arrayName}.npy`);
    const content = npy(array);
    const fields = shared(name, content);
    const member = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      fields,
      Buffer.alloc(2),
      name,
      content,
    ]);
    const position = Buffer.alloc(16);
    position.writeUInt32LE(offset, 12);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, position, name);
    members.push(member);
    offset += member.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(arrays.length, 8);
  end.writeUInt16LE(arrays.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...members, listing, end]);
}
