import { BadInput, quoted } from '../../tensors/badInput';
import { elementBytes, isDType } from '../../tensors/decode';
import { type Json, JsonObject } from '../json';
import { type Codec, stepsOf } from '../codec';
import { elementType } from '../npyHeader';
import { codecOf, type Codecs } from './codecs';
import { type ArrayMetadata, checkGrid, type ElementType, fillOf, lengthsOf, notRead } from './metadata';

/** Filters that make bytes of texts and objects of other kinds. */
const objectCodecs = new Set([
  'vlen-utf8',
  'vlen-bytes',
  'vlen-array',
  'json2',
  'msgpack2',
  'pickle',
  'categorize',
]);

/** Reads a `.zarray`: zarr-specs.readthedocs.io/en/latest/v2/v2.0.html. Throws BadInput. */
export function readVersion2(where: string, document: Json): ArrayMetadata {
  if (!(document instanceof JsonObject) || document.get('zarr_format') !== 2)
    throw new BadInput(`${where} is no description of an array of Zarr 2.`);
  const shape = lengthsOf(where, 'shape', document.get('shape'));
  const chunk = checkGrid(where, shape, lengthsOf(where, 'shape of chunks', document.get('chunks')));
  const separator = document.get('dimension_separator') ?? '.';
  if (separator !== '.' && separator !== '/')
    throw new BadInput(`${where} separates the numbers of its chunks by something other than "." and "/".`);
  const order = document.get('order');
  if (order !== 'C' && order !== 'F') throw new BadInput(`${where} has an order other than "C" and "F".`);
  const axes = shape.map((_, axis) => axis);
  const filters = document.get('filters') ?? [];
  const type = typeOf(where, document.get('dtype'), filters);
  return {
    shape,
    chunk,
    type,
    fill: fillOf(document.get('fill_value'), type),
    keys: { separator, prefix: '' },
    codecs: codecsOf(
      order === 'F' ? axes.reverse() : axes,
      filters,
      document.get('compressor') ?? null,
      type,
    ),
  };
}

function typeOf(where: string, dtype: Json | undefined, filters: Json): ElementType {
  if (Array.isArray(dtype)) {
    const unreadable = 'Records are not read: save each field as an array of its own.';
    return { dtype: 'record', itemBytes: NaN, littleEndian: true, unreadable };
  }
  if (typeof dtype !== 'string') throw new BadInput(`${where} has no element type.`);
  const isText = Array.isArray(filters) && filters.some((filter) => idOf(filter) === 'vlen-utf8');
  if (isText) return { dtype: 'text', itemBytes: NaN, littleEndian: true, unreadable: 'Text is no number.' };
  // Names that ml_dtypes gives, where NumPy has none.
  if (isDType(dtype)) return { dtype, itemBytes: elementBytes[dtype], littleEndian: true };
  return elementType(where, dtype);
}

function codecsOf(
  axes: number[],
  filters: Json,
  compressor: Json,
  { itemBytes }: ElementType,
): Codecs | string {
  const steps: Codec[] = [];
  if (!Array.isArray(filters)) return 'Its list of filters is none.';
  for (const filter of filters) {
    const id = idOf(filter);
    const size = filter instanceof JsonObject ? (filter.get('elementsize') ?? 4) : 4;
    const codec = codecOf(id, typeof size === 'number' ? size : itemBytes);
    if (codec === undefined)
      return objectCodecs.has(id)
        ? 'It holds objects of Python, which are never loaded.'
        : notRead('filter', id);
    steps.push(codec);
  }
  if (compressor !== null) {
    const codec = codecOf(idOf(compressor), itemBytes);
    if (codec === undefined) return notRead('compressor', idOf(compressor));
    steps.push(codec);
  }
  const checked = stepsOf(steps);
  return typeof checked === 'string' ? checked : { axes, steps: checked };
}

function idOf(codec: Json): string {
  const id = codec instanceof JsonObject ? codec.get('id') : undefined;
  return typeof id === 'string' ? id : quoted('');
}
