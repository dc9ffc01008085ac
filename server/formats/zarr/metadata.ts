import { BadInput, quoted } from '../../tensors/badInput';
import { decode, elementBytes, isDType } from '../../tensors/decode';
import { type Json, JsonObject, Real } from '../json';
import type { Codecs } from './codecs';

/** What the elements of an array are. */
export interface ElementType {
  readonly dtype: string;
  /** NaN: they have no fixed size. */
  readonly itemBytes: number;
  readonly littleEndian: boolean;
  readonly unreadable?: string;
  readonly warning?: string;
}

/** What the metadata of an array say, whatever their version. */
export interface ArrayMetadata {
  readonly shape: readonly number[];
  /** Lengths of a chunk, or of a shard where there are such. */
  readonly chunk: readonly number[];
  readonly type: ElementType;
  /** The value of all elements of a chunk that was never written; null: there is none. */
  readonly fill: number | null;
  /** Under which key a chunk is, from the key of the array on. */
  readonly keys: ChunkKeys;
  /** How a chunk became bytes; a sentence: why that cannot be undone. */
  readonly codecs: Codecs | string;
}

/** How the keys of chunks are made of their places in the grid. */
export interface ChunkKeys {
  readonly separator: string;
  /** What the keys of all chunks begin with: "c" or nothing. */
  readonly prefix: '' | 'c';
}

const mostAxes = 32;
/** No file system and no program gets on with more. */
const mostElements = 2 ** 53;

/** The key of a chunk, from the key of its array on. */
export function chunkKey({ separator, prefix }: ChunkKeys, coordinates: readonly number[]): string {
  const parts = prefix === '' ? coordinates : [prefix, ...coordinates];
  return parts.length === 0 ? '0' : parts.join(separator);
}

/** Whether a key, from the key of its array on, is one of a chunk in a grid of so many. */
export function isChunkKey({ separator, prefix }: ChunkKeys, key: string, grid: readonly number[]): boolean {
  const parts = key.split(separator);
  if (prefix !== '' && parts.shift() !== prefix) return false;
  if (prefix === '' && grid.length === 0) return key === '0';
  return (
    parts.length === grid.length &&
    parts.every((part, axis) => /^(0|[1-9]\d{0,15})$/.test(part) && Number(part) < (grid[axis] ?? 0))
  );
}

/** How many chunks there are along each axis. */
export function gridOf({ shape, chunk }: Pick<ArrayMetadata, 'shape' | 'chunk'>): number[] {
  return shape.map((length, axis) => Math.ceil(length / (chunk[axis] ?? 1)));
}

/** A list of lengths. Throws BadInput. */
export function lengthsOf(where: string, what: string, value: Json | undefined): number[] {
  if (!Array.isArray(value)) throw new BadInput(`${where} has no ${what}.`);
  if (value.length > mostAxes) throw new BadInput(`${where} has a ${what} of ${value.length} axes.`);
  return value.map((length) => {
    if (typeof length === 'number' && length >= 0) return length;
    throw new BadInput(`${where} has a ${what} that is no list of lengths.`);
  });
}

/** Shape and chunk, checked against each other. Throws BadInput. */
export function checkGrid(where: string, shape: readonly number[], chunk: readonly number[]): number[] {
  if (chunk.length !== shape.length)
    throw new BadInput(`${where}: its chunks have ${chunk.length} axes, and it has ${shape.length}.`);
  // Writers make chunks of nothing of what is empty.
  const lengths = chunk.map((length, axis) => (shape[axis] === 0 ? Math.max(1, length) : length));
  if (lengths.includes(0)) throw new BadInput(`${where}: its chunks have a length of 0.`);
  for (const each of [shape, lengths]) {
    // Not the product: an axis of length 0 would hide the others.
    let elements = 1;
    for (const length of each) elements *= Math.max(1, length);
    if (elements > mostElements) throw new BadInput(`${where}: the shape overflows.`);
  }
  return lengths;
}

/** The value of what was never written; null when there is none, or none that is a number. */
export function fillOf(value: Json | undefined, { dtype }: ElementType): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (value instanceof Real) return Number(value.text);
  if (value === 'NaN') return NaN;
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  const [, digits] = typeof value === 'string' ? (/^0x([\da-f]+)$/i.exec(value) ?? []) : [];
  // The bits of the value, the highest first.
  if (digits === undefined || !isDType(dtype) || digits.length !== 2 * elementBytes[dtype]) return null;
  return decode(dtype, Uint8Array.from(Buffer.from(digits, 'hex')), false)[0] ?? null;
}

/** The object under a key. Throws BadInput. */
export function objectOf(where: string, what: string, value: Json | undefined): JsonObject {
  if (value instanceof JsonObject) return value;
  throw new BadInput(`${where} has no ${what}.`);
}

/** The text under a key. Throws BadInput. */
export function textOf(where: string, what: string, value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new BadInput(`${where}: its ${what} is no text.`);
}

/** A sentence on something that is not read, for an array that is listed all the same. */
export function notRead(what: string, name: string): string {
  return `Its ${what} ${quoted(name)} is not read: write it anew without that.`;
}
