import { BadInput, quoted } from '../../tensors/badInput';
import { decode, elementBytes } from '../../tensors/decode';
import type { DType, Values } from '../../tensors/dtype';
import type { Batch } from './batches';
import type { Field } from './schema';
import { readViews } from './textViews';

/**
 * Elements [first, first + count) of a column in one batch, counted in its rows: as many a row as the lists have together.
 * NaN for what is missing. Throws BadInput for lists of another length.
 */
export async function readNumbers(
  batch: Batch,
  field: Field,
  lengths: readonly number[],
  first: number,
  count: number,
): Promise<Values> {
  const { content } = field;
  if (count === 0) return new Float64Array(0);
  const { missing } = await batch.node(field);
  if (content.kind === 'numbers' || content.kind === 'coded') {
    const values = await readFlat(batch, field, content.dtype, first, count);
    if (missing > 0) await markMissing(batch, field, values, first, 1);
    return values;
  }
  if (content.kind !== 'lists') throw new RangeError(`${field.name} holds no numbers`);
  const [, ...inner] = lengths;
  const width = lengths.reduce((product, length) => product * length, 1);
  const firstRow = Math.floor(first / width);
  const rows = Math.ceil((first + count) / width) - firstRow;
  const start = await startOfLists(batch, field, lengths[0] ?? 0, firstRow, rows);
  const innerWidth = inner.reduce((product, length) => product * length, 1);
  const begin = start * innerWidth + (first - firstRow * width);
  const values = await readNumbers(batch, content.item, inner, begin, count);
  if (missing > 0) await markMissing(batch, field, values, first, width);
  return values;
}

/** The entry of the items at which the list of row `first` begins. Throws BadInput unless all lists are `length` long. */
async function startOfLists(
  batch: Batch,
  field: Field,
  length: number,
  first: number,
  rows: number,
): Promise<number> {
  const { content } = field;
  if (content.kind !== 'lists' || content.offsetBytes === 0) return first * length;
  const offsets = await readOffsets(batch, field, content.offsetBytes, first, rows);
  const odd = offsets.findIndex((offset, row) => row > 0 && offset - (offsets[row - 1] ?? 0) !== length);
  if (odd > 0) {
    const has = (offsets[odd] ?? 0) - (offsets[odd - 1] ?? 0);
    throw new BadInput(
      `${batch.file.path}: column ${quoted(field.name)} has lists of ${length} and, further on, of ${has} values: only lists of one length are read.`,
    );
  }
  return offsets[0] ?? 0;
}

/** Where rows [first, first + rows] begin among what they hold. */
async function readOffsets(
  batch: Batch,
  field: Field,
  size: 4 | 8,
  first: number,
  rows: number,
): Promise<number[]> {
  const { source } = await batch.buffer(field, 1);
  const bytes = await source.read(first * size, (rows + 1) * size);
  return Array.from(decode(size === 4 ? 'int32' : 'int64', bytes));
}

async function readFlat(
  batch: Batch,
  field: Field,
  dtype: DType,
  first: number,
  count: number,
): Promise<Values> {
  const { source } = await batch.buffer(field, 1);
  if (dtype === 'bool') return bits(await source.read(first >> 3, byteSpan(first, count)), first & 7, count);
  const size = elementBytes[dtype];
  return decode(dtype, await source.read(first * size, count * size));
}

/** Bits as 0 and 1. */
function bits(bytes: Uint8Array, first: number, count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => ((bytes[(first + i) >> 3] ?? 0) >> ((first + i) & 7)) & 1,
  );
}

function byteSpan(first: number, count: number): number {
  return count === 0 ? 0 : ((first + count - 1) >> 3) - (first >> 3) + 1;
}

/** Puts NaN where rows of a column are missing; each row has `width` of the values, which begin at element `first`. */
async function markMissing(
  batch: Batch,
  field: Field,
  values: Values,
  first: number,
  width: number,
): Promise<void> {
  const { source, size } = await batch.buffer(field, 0);
  if (size === 0 || values.length === 0) return;
  const row = Math.floor(first / width);
  const rows = Math.ceil((first + values.length) / width) - row;
  const valid = bits(await source.read(row >> 3, byteSpan(row, rows)), row & 7, rows);
  for (const [i, isValid] of valid.entries())
    if (isValid === 0)
      values.fill(NaN, Math.max(0, (row + i) * width - first), (row + i + 1) * width - first);
}

/** Which of rows [first, first + count) of a column are there, counted from the first. */
async function validRows(
  batch: Batch,
  field: Field,
  first: number,
  count: number,
): Promise<(row: number) => boolean> {
  const { missing } = await batch.node(field);
  const { source, size } = await batch.buffer(field, 0);
  if (missing === 0 || size === 0) return () => true;
  const valid = bits(await source.read(first >> 3, byteSpan(first, count)), first & 7, count);
  return (row) => valid[row] === 1;
}

/** The texts of rows [first, first + count) of a column, or of a dictionary; empty for missing ones. */
export async function readTexts(
  batch: Batch,
  field: Field,
  offsetBytes: 0 | 4 | 8,
  first: number,
  count: number,
): Promise<string[]> {
  if (count === 0) return [];
  const isThere = await validRows(batch, field, first, count);
  if (offsetBytes === 0) return readViews(batch, field, first, count, isThere);
  const offsets = await readOffsets(batch, field, offsetBytes, first, count);
  const start = offsets[0] ?? 0;
  const end = offsets.at(-1) ?? 0;
  const { source, size } = await batch.buffer(field, 2);
  const isOrdered = offsets.every((offset, i) => i === 0 || offset >= (offsets[i - 1] ?? 0));
  if (start < 0 || !isOrdered || end > size)
    throw new BadInput(
      `${batch.file.path}: column ${quoted(field.name)} is damaged: a text lies outside of it.`,
    );
  const bytes = Buffer.from(await source.read(start, end - start));
  return offsets
    .slice(1)
    .map((offset, i) =>
      isThere(i) ? bytes.toString('utf8', (offsets[i] ?? 0) - start, offset - start) : '',
    );
}

/** The whole numbers of rows [first, first + count) in digits, all of them; empty for missing ones. */
export async function readWhole(
  batch: Batch,
  field: Field,
  dtype: DType,
  first: number,
  count: number,
): Promise<string[]> {
  const values = await readNumbers(batch, field, [], first, count);
  const isMissing = (value: number | undefined): boolean => value === undefined || Number.isNaN(value);
  if (dtype !== 'int64' && dtype !== 'uint64')
    return Array.from(values, (value) => (isMissing(value) ? '' : String(value)));
  const { source } = await batch.buffer(field, 1);
  const { buffer } = await source.read(first * 8, count * 8);
  const exact = dtype === 'int64' ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  return Array.from(exact, (value, i) => (isMissing(values[i]) ? '' : String(value)));
}
