/** Writes model files, good and bad, byte by byte. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../server/formats/crc32';

export function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** A safetensors file: the length of the header, the header (text or what becomes JSON), the data. */
export function safetensorsFile(header: unknown, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  return Buffer.concat([u64(text.length), text, data]);
}

/** An npy file: magic, version, length of the header, header, data. */
export function npyFile(header: string, data: Uint8Array = Buffer.alloc(0), major = 1): Buffer {
  const text = Buffer.from(header, major === 3 ? 'utf8' : 'latin1');
  const length = Buffer.alloc(major === 1 ? 2 : 4);
  length.writeUIntLE(text.length, 0, length.length);
  return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([major, 0]), length, text, data]);
}

/** The header numpy.save writes, without padding. */
export function npyHeader(descr: string, shape: readonly number[], fortran = false): string {
  const tuple = shape.length === 1 ? `(${shape.join('')},)` : `(${shape.join(', ')})`;
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }\n`;
}

export function npyOf(descr: string, shape: readonly number[], data: Uint8Array, fortran = false): Buffer {
  return npyFile(npyHeader(descr, shape, fortran), data);
}

/** Little-endian bytes of numbers. */
export function float32s(...values: number[]): Buffer {
  return Buffer.from(new Float32Array(values).buffer);
}

/** A member as the archive shall describe it; what is left out is told truly. */
export interface ZipEntry {
  readonly name: string | Buffer;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  readonly localName?: string;
  readonly flags?: number;
  readonly method?: number;
  readonly declaredSize?: number;
  readonly compressedSize?: number;
  readonly crc?: number;
  readonly offset?: number;
  /** Bytes of extra fields in the directory. */
  readonly extra?: Buffer;
}

export interface ZipLies {
  readonly count?: number;
  readonly directoryOffset?: number;
  readonly comment?: string;
}

/** A zip archive. */
export function zipFile(entries: readonly ZipEntry[], lies: ZipLies = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? name);
    const content = entry.deflate === true ? deflateRawSync(entry.data) : Buffer.from(entry.data);
    const fields = entryFields(entry, content.length);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    fields.copy(local, 4);
    local.writeUInt16LE(localName.length, 26);
    locals.push(local, localName, content);
    const extra = entry.extra ?? Buffer.alloc(0);
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 'latin1');
    fields.copy(central, 6);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(entry.offset ?? at, 42);
    directory.push(central, name, extra);
    at += local.length + localName.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = lies.count ?? entries.length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(lies.directoryOffset ?? at, 16);
  const comment = Buffer.from(lies.comment ?? '');
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...directory, end, comment]);
}

/** What both headers of a member have in common: version, flags, method, time, check sum, sizes. */
function entryFields(entry: ZipEntry, compressed: number): Buffer {
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.flags ?? 0, 2);
  fields.writeUInt16LE(entry.method ?? (entry.deflate === true ? 8 : 0), 4);
  fields.writeUInt32LE(entry.crc ?? crc32(entry.data), 10);
  fields.writeUInt32LE(entry.compressedSize ?? compressed, 14);
  fields.writeUInt32LE(entry.declaredSize ?? entry.data.length, 18);
  return fields;
}
