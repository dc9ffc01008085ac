/** Writes Parquet files byte by byte, good and bad: what a library for it would not write. */

/** A value in Thrift's compact protocol, and the number of its type. */
export interface Value {
  readonly type: number;
  readonly bytes: Buffer;
}

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function zigzag(value: number | bigint): Buffer {
  const whole = BigInt(value);
  return varint(whole < 0n ? -2n * whole - 1n : 2n * whole);
}

export const int = (value: number | bigint): Value => ({ type: 6, bytes: zigzag(value) });
export const truth = (value: boolean): Value => ({ type: value ? 1 : 2, bytes: Buffer.alloc(0) });

export function text(value: string): Value {
  const bytes = Buffer.from(value);
  return { type: 8, bytes: Buffer.concat([varint(bytes.length), bytes]) };
}

/** Values of one type; `count` is what the list claims. */
export function list(values: readonly Value[], count = values.length): Value {
  const head = Buffer.concat([Buffer.from([0xf0 | (values[0]?.type ?? 12)]), varint(count)]);
  return { type: 9, bytes: Buffer.concat([head, ...values.map(({ bytes }) => bytes)]) };
}

/** Fields by their numbers, in order. */
export function struct(fields: Readonly<Record<number, Value>>): Value {
  const parts: Buffer[] = [];
  for (const [id, { type, bytes }] of Object.entries(fields))
    parts.push(Buffer.from([type]), zigzag(Number(id)), bytes);
  return { type: 12, bytes: Buffer.concat([...parts, Buffer.alloc(1)]) };
}

/** What a page says of itself beside its values. */
export interface Header {
  readonly type?: number;
  readonly count?: number;
  readonly encoding?: number;
  readonly size?: number;
  readonly compressed?: number;
}

/** A page of the first version, its levels in `body`; a dictionary when its type is 2. */
export function page(body: Uint8Array, header: Header): Buffer {
  const { type = 0, count = 0, encoding = 0, size = body.length, compressed = body.length } = header;
  const inner = struct({ 1: int(count), 2: int(encoding), 3: int(3), 4: int(3) });
  const head = struct({ 1: int(type), 2: int(size), 3: int(compressed), [type === 2 ? 7 : 5]: inner });
  return Buffer.concat([head.bytes, body]);
}

/** A column of numbers, none missing, in one row group. */
export interface Column {
  readonly pages: readonly Buffer[];
  readonly name?: string;
  /** Physical type: 4 is float32. */
  readonly type?: number;
  readonly codec?: number;
  readonly values?: number;
  /** 1: values may be missing. */
  readonly repetition?: number;
  /** Of the chunk, instead of what it says otherwise. */
  readonly chunk?: Readonly<Record<number, Value>>;
  readonly metadata?: Readonly<Record<number, Value>>;
}

/** A file of columns with so many rows; `footer` replaces fields of the footer. */
export function parquetFile(
  columns: readonly Column[],
  rows: number,
  footer: Readonly<Record<number, Value>> = {},
): Buffer {
  const parts: Buffer[] = [Buffer.from('PAR1')];
  const schema = [struct({ 4: text('schema'), 5: int(columns.length) })];
  const chunks: Value[] = [];
  for (const [i, column] of columns.entries()) {
    const { pages, name = `c${i}`, type = 4, codec = 0, values = rows, repetition = 0 } = column;
    const start = Buffer.concat(parts).length;
    parts.push(...pages);
    const size = Buffer.concat(pages).length;
    const [types, path] = [list([int(0)]), list([text(name)])];
    const facts = {
      1: int(type),
      2: types,
      3: path,
      4: int(codec),
      5: int(values),
      7: int(size),
      9: int(start),
    };
    chunks.push(struct({ 3: struct({ ...facts, ...column.metadata }), ...column.chunk }));
    schema.push(struct({ 1: int(type), 3: int(repetition), 4: text(name) }));
  }
  const group = struct({ 1: list(chunks), 3: int(rows) });
  const { bytes } = struct({ 1: int(1), 2: list(schema), 3: int(rows), 4: list([group]), ...footer });
  return ended(Buffer.concat(parts), bytes);
}

/** A file with this footer. */
export function ended(before: Buffer, footer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([before, footer, length, Buffer.from('PAR1')]);
}

export function floats(...values: readonly number[]): Buffer {
  return Buffer.from(new Float32Array(values).buffer);
}
