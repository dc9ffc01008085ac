import { BadInput, quoted } from '../../tensors/badInput';
import { elementBytes, isDType } from '../../tensors/decode';
import { type Codec, stepsOf } from '../codec';
import { type Json, JsonObject } from '../json';
import { codecOf, type Codecs, type Sharding } from './codecs';
import {
  type ArrayMetadata,
  checkGrid,
  type ElementType,
  fillOf,
  lengthsOf,
  notRead,
  objectOf,
  textOf,
} from './metadata';
import { complexNumbers } from '../complexNumbers';

/** Members that every description of an array may have. */
const known = new Set([
  ...['zarr_format', 'node_type', 'shape', 'data_type', 'chunk_grid', 'chunk_key_encoding', 'fill_value'],
  ...['codecs', 'attributes', 'storage_transformers', 'dimension_names', 'consolidated_metadata'],
]);
/** Codecs of the library numcodecs have its name before theirs. */
const ofNumcodecs = 'numcodecs.';

/** Reads a `zarr.json` of an array: zarr-specs.readthedocs.io/en/latest/v3/core/index.html. Throws BadInput. */
export function readVersion3(where: string, document: JsonObject): ArrayMetadata {
  const shape = lengthsOf(where, 'shape', document.get('shape'));
  const grid = extension(where, 'grid of chunks', document.get('chunk_grid'));
  if (grid.name !== 'regular') throw new BadInput(`${where}: ${notRead('grid of chunks', grid.name)}`);
  const lengths = lengthsOf(where, 'shape of chunks', grid.options.get('chunk_shape'));
  const chunk = checkGrid(where, shape, lengths);
  const keys = extension(where, 'encoding of keys', document.get('chunk_key_encoding'));
  if (keys.name !== 'default' && keys.name !== 'v2')
    throw new BadInput(`${where}: ${notRead('encoding of keys', keys.name)}`);
  const separator = keys.options.get('separator') ?? (keys.name === 'v2' ? '.' : '/');
  if (separator !== '.' && separator !== '/')
    throw new BadInput(`${where} separates the numbers of its chunks by something other than "." and "/".`);
  const bare = typeOf(where, document.get('data_type'));
  const codecs = readCodecs(where, document.get('codecs'), chunk, bare, true);
  // Elements of one byte may be stored without a word on their order.
  const littleEndian = typeof codecs === 'string' ? true : codecs.littleEndian;
  const type = { ...bare, littleEndian };
  return {
    shape,
    chunk,
    type,
    fill: fillOf(document.get('fill_value'), type),
    keys: { separator, prefix: keys.name === 'v2' ? '' : 'c' },
    codecs: notUnderstood(document) ?? codecs,
  };
}

/** Something with a name and perhaps a configuration; a name alone means the same. Throws BadInput. */
function extension(
  where: string,
  what: string,
  value: Json | undefined,
): { name: string; options: JsonObject } {
  if (typeof value === 'string') return { name: value, options: new JsonObject() };
  const object = objectOf(where, what, value);
  const options = object.get('configuration');
  return {
    name: textOf(where, `name of the ${what}`, object.get('name')),
    options: options instanceof JsonObject ? options : new JsonObject(),
  };
}

/** Why an array is not read that has what a reader must know of. */
function notUnderstood(document: JsonObject): string | undefined {
  for (const [key, value] of document.entries()) {
    const isFree = value instanceof JsonObject && value.get('must_understand') === false;
    if (!known.has(key) && !isFree) return notRead('extension', key);
  }
  const transformers = document.get('storage_transformers');
  return Array.isArray(transformers) && transformers.length > 0
    ? 'It has storage transformers, which are not read: write it anew without them.'
    : undefined;
}

function typeOf(where: string, value: Json | undefined): ElementType {
  const { name, options } = extension(where, 'element type', value);
  if (isDType(name)) return { dtype: name, itemBytes: elementBytes[name], littleEndian: true };
  const complex = /^complex_?(?:float)?(\d+)$/.exec(name);
  const raw = /^r(\d+)$/.exec(name);
  const unreadable =
    complex !== null
      ? complexNumbers
      : name.includes('string') || name.includes('utf32')
        ? 'Text is no number.'
        : raw !== null || name.endsWith('bytes')
          ? 'Raw bytes have no numeric type.'
          : `Elements of type ${quoted(name)} are not read.`;
  const size = options.get('length_bytes');
  const bytes = (complex ?? raw) ? Number((complex ?? raw)?.[1]) / 8 : typeof size === 'number' ? size : NaN;
  return { dtype: name, itemBytes: bytes, littleEndian: true, unreadable };
}

type Read = Codecs & { readonly littleEndian: boolean };

/**
 * The codecs of an array or of the chunks of a shard, or why they are not read. Throws BadInput.
 * @param outer whether shards may be among them
 */
function readCodecs(
  where: string,
  value: Json | undefined,
  chunk: readonly number[],
  type: ElementType,
  outer: boolean,
): Read | string {
  if (!Array.isArray(value)) throw new BadInput(`${where} has no list of codecs.`);
  let axes = chunk.map((_, axis) => axis);
  let littleEndian: boolean | undefined;
  let shards: Sharding | undefined;
  const steps: Codec[] = [];
  for (const one of value) {
    const { name, options } = extension(where, 'codec', one);
    const isBytes = littleEndian !== undefined;
    if (name === 'transpose' && !isBytes) {
      axes = transposed(where, axes, options.get('order'));
    } else if (name === 'bytes' && !isBytes) {
      littleEndian = options.get('endian') !== 'big';
    } else if (name === 'sharding_indexed' && !isBytes && outer && isInOrder(axes)) {
      const read = readShards(where, options, chunk, type);
      if (typeof read === 'string') return read;
      ({ littleEndian, ...shards } = read);
    } else {
      const short = name.startsWith(ofNumcodecs) ? name.slice(ofNumcodecs.length) : name;
      const size = options.get('elementsize');
      const codec = codecOf(short, typeof size === 'number' ? size : type.itemBytes);
      if (codec === undefined || !isBytes || shards !== undefined) return notRead('codec', name);
      steps.push(codec);
    }
  }
  if (littleEndian === undefined) return 'It does not say how its elements become bytes.';
  const checked = stepsOf(steps);
  if (typeof checked === 'string') return checked;
  return { axes, steps: checked, littleEndian, ...(shards !== undefined && { shards }) };
}

function isInOrder(axes: readonly number[]): boolean {
  return axes.every((axis, i) => axis === i);
}

/** Axes after a transposition; it names the axis that each one was before. */
function transposed(where: string, axes: readonly number[], order: Json | undefined): number[] {
  const list = Array.isArray(order) ? order : [];
  const isPermutation = list.length === axes.length && axes.every((_, axis) => list.includes(axis));
  if (!isPermutation)
    throw new BadInput(`${where} transposes its chunks by something that is no order of axes.`);
  return list.map((axis) => axes[Number(axis)] ?? 0);
}

function readShards(
  where: string,
  options: JsonObject,
  outer: readonly number[],
  type: ElementType,
): (Sharding & { readonly littleEndian: boolean }) | string {
  const lengths = lengthsOf(where, 'shape of chunks in shards', options.get('chunk_shape'));
  const chunk = checkGrid(where, outer, lengths);
  if (outer.some((length, axis) => length % (chunk[axis] ?? 1) !== 0))
    throw new BadInput(`${where}: its shards are no whole numbers of chunks.`);
  const inner = readCodecs(where, options.get('codecs'), chunk, type, false);
  if (typeof inner === 'string') return inner;
  const { littleEndian, ...codecs } = inner;
  const index = { name: 'uint64', itemBytes: 8 };
  const listed = readCodecs(where, options.get('index_codecs'), [], { ...type, ...index }, false);
  if (typeof listed === 'string') return listed;
  const { littleEndian: indexLittleEndian, steps } = listed;
  if (steps.some(({ adds }) => adds === undefined))
    return 'The lists of chunks in its shards are compressed, which is not read.';
  const atEnd = options.get('index_location') !== 'start';
  return { chunk, inner: codecs, littleEndian, index: { atEnd, littleEndian: indexLittleEndian, steps } };
}
