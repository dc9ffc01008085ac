import { BadInput, quoted } from '../tensors/badInput';
import { elementBytes } from '../tensors/decode';
import type { DType } from '../tensors/dtype';
import type { StoredTensor } from '../tensors/storedTensor';
import { UsualEntries } from './usualEntry';
import { JsonError, JsonObject, parseEntries, type Json } from './json';
import { complexNumbers } from './complexNumbers';

/** The file's words for element types we decode. */
const decodable = new Map<string, DType>([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F8_E4M3', 'float8_e4m3fn'],
  ['F8_E4M3FNUZ', 'float8_e4m3fnuz'],
  ['F8_E5M2', 'float8_e5m2'],
  ['F8_E5M2FNUZ', 'float8_e5m2fnuz'],
  ['F8_E8M0', 'float8_e8m0fnu'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U64', 'uint64'],
  ['U32', 'uint32'],
  ['U16', 'uint16'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

/** Types of the format whose sizes we check and whose values we do not read: bits per element and the reason. */
const listedOnly = new Map([
  ['F4', { bits: 4, reason: '4-bit floats are not read yet.' }],
  ['F6_E2M3', { bits: 6, reason: '6-bit floats are not read yet.' }],
  ['F6_E3M2', { bits: 6, reason: '6-bit floats are not read yet.' }],
  ['C64', { bits: 64, reason: complexNumbers }],
]);

export interface Header {
  /** With the position of its first byte, counted from the end of the header. */
  readonly tensors: readonly { readonly tensor: StoredTensor; readonly begin: number }[];
  readonly metadata: readonly (readonly [string, string])[];
}

type Entry = Header['tensors'][number];

/** Throws BadInput: the file, what is wrong, and the name the reference implementation has for it. */
export function refuse(path: string, what: string, name: string): never {
  throw new BadInput(`${path}: ${what} (${name}).`);
}

/**
 * Checks a header as the reference implementation of safetensors does: the tensors' bytes must follow each other
 * without holes or overlaps and fill the `dataBytes` after the header. Throws BadInput.
 * @param text the JSON, `start` its first byte in the file
 */
export function parseHeader(path: string, text: string, start: number, dataBytes: number): Header {
  const tensors: Entry[] = [];
  const usual = new UsualEntries(text);
  let metadata: Header['metadata'] = [];
  try {
    const isObject = parseEntries(text, {
      take(name, value) {
        if (name === '__metadata__') metadata = textPairs(path, value);
        else tensors.push(parseEntry(path, name, value));
      },
      quick(name, at) {
        if (name === '__metadata__') return undefined;
        const entry = usual.read(at);
        if (entry === undefined) return undefined;
        tensors.push(entryOf(path, name, entry.dtype, entry.shape, entry.begin, entry.end));
        return usual.end;
      },
    });
    if (!isObject) refuse(path, 'the header is not a JSON object', 'InvalidHeaderDeserialization');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    if (error.repeated?.depth === 1) {
      refuse(path, `duplicate tensor name ${quoted(error.repeated.key)}`, 'InvalidHeaderDeserialization');
    }
    const where = `at byte ${start + error.offset}`;
    refuse(
      path,
      `malformed entry: the header's JSON ${error.message} ${where}`,
      'InvalidHeaderDeserialization',
    );
  }
  checkLayout(path, tensors, dataBytes);
  return { tensors, metadata };
}

function textPairs(path: string, value: Json): Header['metadata'] {
  const pairs: (readonly [string, string])[] = [];
  for (const [key, text] of value instanceof JsonObject ? value.entries() : [['', value] as const]) {
    if (typeof text !== 'string') {
      refuse(path, '__metadata__ must map text to text', 'InvalidHeaderDeserialization');
    }
    pairs.push([key, text]);
  }
  return pairs;
}

function parseEntry(path: string, name: string, value: Json): Entry {
  const word = value instanceof JsonObject ? value.get('dtype') : undefined;
  const shape = value instanceof JsonObject ? value.get('shape') : undefined;
  const offsets = value instanceof JsonObject ? value.get('data_offsets') : undefined;
  if (typeof word !== 'string' || !Array.isArray(shape) || !Array.isArray(offsets) || offsets.length !== 2) {
    const needs = 'it needs a dtype, a shape and two data_offsets';
    refuse(path, `malformed entry ${quoted(name)}: ${needs}`, 'InvalidHeaderDeserialization');
  }
  const [begin, end] = offsets;
  if (!isLength(begin) || !isLength(end)) {
    refuse(path, `bad offset of tensor ${quoted(name)}`, 'InvalidHeaderDeserialization');
  }
  return entryOf(path, name, word, shape, begin, end);
}

function entryOf(
  path: string,
  name: string,
  word: string,
  shape: readonly Json[],
  begin: number,
  end: number,
): Entry {
  if (end < begin) {
    refuse(path, `tensor ${quoted(name)} ends at ${end}, before its start at ${begin}`, 'InvalidOffset');
  }
  const lengths = checkShape(path, name, shape);
  const dtype = decodable.get(word);
  const bits = dtype === undefined ? listedOnly.get(word)?.bits : 8 * elementBytes[dtype];
  if (bits !== undefined) checkBytes(path, name, lengths, bits, end - begin);
  const stored = { name, dtype: dtype ?? word, shape: lengths, order: 'C' as const, bytes: end - begin };
  if (dtype !== undefined) return { tensor: stored, begin };
  const unreadable = listedOnly.get(word)?.reason ?? `Type ${quoted(word)} is not known.`;
  return { tensor: { ...stored, unreadable }, begin };
}

function isLength(value: Json | undefined): value is number {
  return typeof value === 'number' && value >= 0 && !Object.is(value, -0);
}

function checkShape(path: string, name: string, shape: readonly Json[]): number[] {
  let elements = 1;
  for (const length of shape) {
    if (typeof length === 'bigint' || isLength(length)) elements *= Number(length);
    if (elements >= 2 ** 64)
      refuse(path, `the shape of tensor ${quoted(name)} overflows`, 'ValidationOverflow');
  }
  return shape.map((length) => {
    if (isLength(length)) return length;
    const allowed = 'only whole numbers from 0 to 2^53 are lengths';
    return refuse(path, `bad dimension of tensor ${quoted(name)}: ${allowed}`, 'TensorInvalidInfo');
  });
}

function checkBytes(path: string, name: string, shape: readonly number[], bits: number, bytes: number): void {
  const needed = shape.reduce((product, length) => product * length, bits) / 8;
  if (needed === bytes) return;
  const what = `the data_offsets of tensor ${quoted(name)} span ${bytes} bytes, its dtype and shape need ${needed}`;
  refuse(path, what, 'TensorInvalidInfo');
}

function checkLayout(path: string, tensors: readonly Entry[], dataBytes: number): void {
  const inPlace = tensors.toSorted((a, b) => a.begin - b.begin || a.tensor.bytes - b.tensor.bytes);
  let expected = 0;
  for (const { tensor, begin } of inPlace) {
    if (begin !== expected) {
      refuse(path, `tensor ${quoted(tensor.name)} starts at ${begin}, expected ${expected}`, 'InvalidOffset');
    }
    expected = begin + tensor.bytes;
    if (expected > dataBytes) {
      const cut = `the file is cut short: tensor ${quoted(tensor.name)} needs ${expected} of ${dataBytes} data bytes`;
      refuse(path, `${cut}; copy or download it again`, 'InvalidOffset');
    }
  }
  if (expected === dataBytes) return;
  const rest = `${dataBytes - expected} bytes at the end belong to no tensor`;
  refuse(path, rest, 'MetadataIncompleteBuffer');
}
