/** Arrow tables written by Apache's own library, and numbers compressed by the tools of LZ4 and Zstandard. */
import {
  Bool,
  CompressionType,
  compressionRegistry,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  Int64,
  List,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Table,
  tableToIPC,
  Utf8,
  Utf8View,
  vectorFromArray,
} from 'apache-arrow';

/** 320 numbers: 0, 0.5, ... 3 again and again, one more after each 50. */
export const numbers = Float32Array.from({ length: 320 }, (_, i) => (i % 7) * 0.5 + Math.floor(i / 50));

/** Their bytes by `zstd -19`, by `zstd` from a pipe, which does not know the length, and by `lz4 -9`. */
export const compressed = {
  zstd: 'KLUv/WQABKUCAALEChLQZw2UXJfrcrkiSglaIuZiJwUEkEB+jX1LfenQd4b5zFfuPvF9qId5/AMQIDAzdfGJKciKCialSoFeD4GiQKnEIVIUmORaBimk8OoBUk81JwlpXH0=',
  zstdStream:
    'KLUv/QRYhQMAhAMAAD8AAIA/AADAPwAAAEAAACBAAABAQABgQAAAgECQQAAAoECwQAAAwNBAAADg8EAAAABBEEEIQRUA+Tnx7ymY+qHxewJ7i4ApYqgSoAAoBWyEAAVAVfBGB1AAKAU4yAAKgFI/gwDpJwXAtAtgAQlpXH0=',
  lz4: 'BCJNGGRAp3sAAAASAAEA/wY/AACAPwAAwD8AAABAAAAgQAAAQEAcAJsMFABuYEAAAIBAMAAPHACNCBQAbpBAAACgQDAADxwAkQQUAF6wQAAAwDAADxwAlgAUAF7QQAAA4DAADxwAmhDwoAEfQTAAAA8cAJwvEEEwAAMvCEEcABxQQAAAAEEAAAAAtrNT8g==',
} as const;

/** A table of every kind of column that matters; rows are in batches of `rows`. */
export function sampleTable(rows: number, batches = 1): Table {
  const some = <T>(make: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => make(i));
  const item = new Field('item', new Float32());
  const one = new Table({
    x: vectorFromArray(
      some((i) => i / 8),
      new Float32(),
    ),
    m: vectorFromArray(
      some((i) => (i % 10 === 7 ? null : i)),
      new Int32(),
    ),
    flag: vectorFromArray(
      some((i) => i % 3 === 0),
      new Bool(),
    ),
    label: vectorFromArray(some((i) => ['dog', 'cat', 'é'][i % 3])),
    id: vectorFromArray(
      some((i) => `row ${i}`),
      new Utf8(),
    ),
    lists: vectorFromArray(
      some((i) => [i, i + 0.5, -i]),
      new List(item),
    ),
    pairs: vectorFromArray(
      some((i) => (i % 4 === 1 ? null : [i, 2 * i])),
      new FixedSizeList(2, item),
    ),
    big: vectorFromArray(
      some((i) => 2n ** 60n + BigInt(i)),
      new Int64(),
    ),
  });
  return new Table(Array.from({ length: batches }, () => one.batches).flat());
}

/** Labels and ids whose texts have views, some of which are too long to stand in them. */
export function viewTable(): Table {
  const labels = ['dog', 'a name of more than twelve bytes', 'dog', null];
  const ids = ['row 1 of a table', 'é', 'twelve bytes', 'row 4 of a table'];
  return new Table({
    x: vectorFromArray([1, 2, 3, 4], new Float32()),
    label: vectorFromArray(labels, new Utf8View()),
    id: vectorFromArray(ids, new Utf8View()),
  });
}

export function fileOf(table: Table): Buffer {
  return Buffer.from(tableToIPC(table, 'file'));
}

export function streamOf(table: Table): Buffer {
  return Buffer.from(tableToIPC(table, 'stream'));
}

/** A file whose buffers are compressed: that with the numbers above as the tool does it, others not at all. */
export function compressedFile(how: 'lz4' | 'zstd', form: 'file' | 'stream'): Buffer {
  const plain = Buffer.from(numbers.buffer);
  const type = how === 'lz4' ? CompressionType.LZ4_FRAME : CompressionType.ZSTD;
  compressionRegistry.set(type, {
    encode: (bytes) => {
      const frame = Buffer.from(compressed[how], 'base64');
      // What does not become smaller is stored as it is.
      return plain.equals(bytes.subarray(0, plain.length)) ? frame : Buffer.concat([frame, bytes]);
    },
    decode: () => {
      throw new Error('not asked for');
    },
  });
  const table = new Table({
    a: vectorFromArray([...numbers], new Float32()),
    b: vectorFromArray([...numbers.keys()], new Int32()),
  });
  const options = { compressionType: type };
  const writer = form === 'file' ? new RecordBatchFileWriter(options) : new RecordBatchStreamWriter(options);
  const bytes = Buffer.from(writer.writeAll(table).toUint8Array(true));
  // The library notes the length of what is compressed, where the format asks for that of what becomes of it.
  bytes.writeBigUInt64LE(BigInt(plain.length), bytes.indexOf(Buffer.from(compressed[how], 'base64')) - 8);
  return bytes;
}

/** Lists of these numbers. */
export function listsOf(...lists: readonly (readonly number[])[]): Table {
  return new Table({ lists: vectorFromArray(lists, new List(new Field('item', new Float32()))) });
}
