/** Parquet tables written by the library of the Rust project (arrow-rs), from Arrow tables. */
import {
  Bool,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int32,
  Int64,
  Int8,
  List,
  Table,
  tableToIPC,
  Uint32,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { Table as Written, writeParquet, WriterPropertiesBuilder } from 'parquet-wasm';

/** Changes how a table is written. */
export type Setup = (builder: WriterPropertiesBuilder) => WriterPropertiesBuilder;

/** A table in row groups of 8 rows, if nobody says otherwise. */
export function parquetOf(table: Table, setup: Setup = (builder) => builder): Buffer {
  const builder = setup(new WriterPropertiesBuilder().setMaxRowGroupSize(8).setCreatedBy('nnsim'));
  return Buffer.from(writeParquet(Written.fromIPCStream(tableToIPC(table, 'stream')), builder.build()));
}

/** Every kind of column that matters. */
export function sampleColumns(rows: number): Table {
  const some = <T>(make: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => make(i));
  const item = (type: Float32 | Int32): Field => new Field('item', type, false);
  return new Table({
    half: vectorFromArray(
      some((i) => i / 4),
      new Float16(),
    ),
    x: vectorFromArray(
      some((i) => i / 8),
      new Float32(),
    ),
    wave: vectorFromArray(some(Math.sin), new Float64()),
    k: vectorFromArray(
      some((i) => 7 * i - 2 ** 30),
      new Int32(),
    ),
    tiny: vectorFromArray(
      some((i) => (i % 200) - 100),
      new Int8(),
    ),
    count: vectorFromArray(
      some((i) => 4_294_967_295 - i),
      new Uint32(),
    ),
    flag: vectorFromArray(
      some((i) => i % 3 === 0),
      new Bool(),
    ),
    label: vectorFromArray(
      some((i) => (i % 5 === 4 ? null : ['dog', 'cat', 'é'][i % 3])),
      new Utf8(),
    ),
    id: vectorFromArray(
      some((i) => 2n ** 60n + BigInt(i)),
      new Int64(),
    ),
    lists: vectorFromArray(
      some((i) => [i, i + 0.5, -i]),
      new List(item(new Float32())),
    ),
    nested: vectorFromArray(
      some((i) => [
        [i, i + 1],
        [i + 2, i + 3],
        [i + 4, i + 5],
      ]),
      new List(new Field('item', new FixedSizeList(2, item(new Int32())))),
    ),
    name: vectorFromArray(
      some((i) => `row ${i}`),
      new Utf8(),
    ),
  });
}

/** One column of lists of numbers. */
export function listsParquet(...lists: readonly (readonly number[] | null)[]): Buffer {
  const table = new Table({ lists: vectorFromArray(lists, new List(new Field('item', new Float32()))) });
  return parquetOf(table);
}
