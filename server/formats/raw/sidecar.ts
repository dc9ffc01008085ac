import { rawShape, rawType, type RawArray } from '../../protocol';
import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { JsonObject, type Json } from '../json';
import { parseFile } from '../shardIndex';

/** A description of one array has some hundred bytes. */
const longest = 1_000_000;

/** Keys under which writers put what is wanted. */
const keys = {
  dtype: ['dtype', 'data_type', 'datatype', 'element_type'],
  shape: ['shape', 'dims', 'dimensions'],
  order: ['order'],
  fortran: ['fortran_order'],
  offset: ['offset', 'byte_offset', 'header_bytes'],
  endian: ['byte_order', 'byteorder', 'endianness', 'endian'],
} as const;

/** Reads a description of an array; undefined for JSON of another kind. Throws BadInput for one that is wrong. */
export async function readSidecar(file: Bytes): Promise<RawArray | undefined> {
  const { path, size } = file;
  if (size > longest) return undefined;
  const root = parseFile(path, await file.read(0, size));
  if (!(root instanceof JsonObject)) return undefined;
  const find = (names: readonly string[]): Json | undefined =>
    names.map((name) => root.get(name)).find((value) => value !== undefined && value !== null);
  const [dtype, shape] = [find(keys.dtype), find(keys.shape)];
  if (dtype === undefined && shape === undefined) return undefined;
  if (dtype === undefined)
    throw new BadInput(`${path} has a shape and no dtype: add one, such as "float32".`);
  const type = typeof dtype === 'string' ? rawType(dtype) : undefined;
  if (type === undefined)
    throw new BadInput(
      `${path}: the dtype ${quoted(wordOf(dtype))} is unknown: write one such as "float32" or "<f4".`,
    );
  const littleEndian = endianOf(path, find(keys.endian)) ?? type.littleEndian;
  if (type.littleEndian !== undefined && type.littleEndian !== littleEndian)
    throw new BadInput(`${path} has the dtype ${quoted(wordOf(dtype))} and another byte order: correct one.`);
  return {
    dtype: type.dtype,
    littleEndian: littleEndian ?? true,
    shape: shape === undefined ? [null] : shapeOf(path, shape),
    order: orderOf(path, find(keys.order), find(keys.fortran)),
    offset: offsetOf(path, find(keys.offset)),
  };
}

function shapeOf(path: string, shape: Json): (number | null)[] {
  const text = Array.isArray(shape) ? shape.map(wordOf).join(',') : wordOf(shape);
  const found = Array.isArray(shape) && shape.length === 0 ? [] : rawShape(text);
  if (typeof found !== 'string') return found;
  throw new BadInput(`${path}: the shape is no list of lengths, such as [1000, 768].`);
}

function orderOf(path: string, order: Json | undefined, fortran: Json | undefined): 'C' | 'F' {
  if (fortran !== undefined && typeof fortran !== 'boolean')
    throw new BadInput(`${path}: fortran_order is neither true nor false.`);
  if (order === undefined) return fortran === true ? 'F' : 'C';
  const letter = wordOf(order).slice(0, 1).toUpperCase();
  if (letter !== 'C' && letter !== 'F')
    throw new BadInput(`${path}: the order is neither "C" (row by row) nor "F" (column by column).`);
  if (fortran !== undefined && fortran !== (letter === 'F'))
    throw new BadInput(`${path} has two orders that differ: leave one out.`);
  return letter;
}

function offsetOf(path: string, offset: Json | undefined): number {
  if (offset === undefined) return 0;
  if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw new BadInput(`${path}: the offset is no number of bytes.`);
}

function endianOf(path: string, word: Json | undefined): boolean | undefined {
  if (word === undefined) return undefined;
  if (/^(<|little)/i.test(wordOf(word))) return true;
  if (/^(>|big)/i.test(wordOf(word))) return false;
  throw new BadInput(`${path}: the byte order is neither "little" nor "big".`);
}

function wordOf(value: Json): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '(no text)';
}
