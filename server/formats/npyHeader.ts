import { BadInput, quoted } from '../tensors/badInput';
import type { DType } from '../tensors/dtype';
import { parseLiteral, type Literal } from './pythonLiteral';
import { complexNumbers } from './complexNumbers';

/** What the header of an array says. Format: numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export interface NpyHeader {
  readonly dtype: DType | (string & {});
  readonly unreadable?: string;
  readonly warning?: string;
  readonly itemBytes: number;
  readonly littleEndian: boolean;
  readonly order: 'C' | 'F';
  readonly shape: readonly number[];
}

/** Letters and sizes of NumPy's array interface that we decode. */
const decodable = new Map<string, DType>([
  ['f8', 'float64'],
  ['f4', 'float32'],
  ['f2', 'float16'],
  ['i8', 'int64'],
  ['i4', 'int32'],
  ['i2', 'int16'],
  ['i1', 'int8'],
  ['u8', 'uint64'],
  ['u4', 'uint32'],
  ['u2', 'uint16'],
  ['u1', 'uint8'],
  ['b1', 'bool'],
]);

const listedOnly = new Map([
  ['c', complexNumbers],
  ['f', 'Floats of this size are not read.'],
  ['U', 'Text is no number.'],
  ['S', 'Text is no number.'],
  ['a', 'Text is no number.'],
  ['M', 'Dates are not read as numbers.'],
  ['m', 'Time spans are not read as numbers.'],
  ['V', 'Raw bytes have no numeric type.'],
]);

/** The very form in which NumPy itself writes headers of arrays that are no records. */
const usual =
  /^{'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \((|\d{1,15},|\d{1,15}(?:, \d{1,15})+)\), } *\n$/;

/**
 * Reads the text between the length and the data. Throws BadInput.
 * @param where the file (and member) for messages, `offset` the text's first byte in it
 */
export function parseNpyHeader(where: string, text: string, offset: number): NpyHeader {
  // At once, as most files are; all else is left to the general parser.
  const [, descr, fortran, lengths] = usual.exec(text) ?? [];
  if (descr === undefined || lengths === undefined) return parseUnusual(where, text, offset);
  const shape = lengths.split(',').flatMap((length) => (length === '' ? [] : BigInt(length)));
  return {
    ...elementType(where, descr),
    order: fortran === 'True' ? 'F' : 'C',
    shape: checkShape(where, shape),
  };
}

function parseUnusual(where: string, text: string, offset: number): NpyHeader {
  const header = parseLiteral(where, text, offset);
  if (!(header instanceof Map)) throw new BadInput(`${where}: the header is no dictionary.`);
  const fields = ['descr', 'fortran_order', 'shape'].map((key) => {
    const value = header.get(key);
    if (value === undefined) throw new BadInput(`${where}: the header has no ${key}.`);
    return value;
  });
  const [descr = null, fortran, shape] = fields;
  if (header.size > 3)
    throw new BadInput(`${where}: the header has more than descr, fortran_order and shape.`);
  if (typeof fortran !== 'boolean') throw new BadInput(`${where}: fortran_order is neither True nor False.`);
  if (!Array.isArray(shape)) throw new BadInput(`${where}: the shape is no tuple.`);
  return { ...elementType(where, descr), order: fortran ? 'F' : 'C', shape: checkShape(where, shape) };
}

/** Headers kept; they differ in type and shape only, and so a model has few. */
const headersKept = 64;

/** `parseNpyHeader` for the many arrays of one archive: the same text is read once. */
export function rememberingHeaders(): typeof parseNpyHeader {
  const known = new Map<string, NpyHeader>();
  return (where, text, offset) => {
    const header = known.get(text) ?? parseNpyHeader(where, text, offset);
    if (known.size < headersKept) known.set(text, header);
    return header;
  };
}

/** What an element is and how it lies in the file. */
export type ElementType = Omit<NpyHeader, 'order' | 'shape'>;

/**
 * The element type that a description in NumPy's array interface means. Throws BadInput for one that is none.
 * @param where the file (and member) for messages
 */
export function elementType(where: string, descr: Literal): ElementType {
  if (typeof descr !== 'string') return record(where, descr);
  const [, byteOrder = '', letter = '', digits = ''] =
    /^([<>|=]?)([a-zA-Z?])(\d*)(?:\[.*\])?$/.exec(descr) ?? [];
  if (letter === 'O') return pythonObjects;
  const size = Number(digits);
  if (letter === '' || !Number.isSafeInteger(size)) {
    throw new BadInput(`${where}: the element type ${quoted(descr)} is unknown.`);
  }
  const littleEndian = byteOrder !== '>';
  const itemBytes = letter === 'U' ? 4 * size : size;
  const dtype = decodable.get(letter + digits);
  if (dtype !== undefined) return { dtype, itemBytes, littleEndian };
  if (letter === 'V' && size === 2) {
    const warning =
      'The element type is |V2, which is how NumPy saves bfloat16: the values are read as bfloat16.';
    return { dtype: 'bfloat16', itemBytes, littleEndian, warning };
  }
  const unreadable = listedOnly.get(letter);
  if (unreadable === undefined) {
    throw new BadInput(`${where}: the element type ${quoted(descr)} is unknown.`);
  }
  return { dtype: descr, itemBytes, littleEndian, unreadable };
}

/** Their data is a pickle, and reading one means running it. */
const pythonObjects: ElementType = {
  dtype: 'object',
  itemBytes: NaN,
  littleEndian: true,
  unreadable: 'It holds Python objects, which are never loaded: save a numeric array instead.',
};

/** Records are listed; how long one is does not matter, because nothing of it is read. */
function record(where: string, descr: Literal): ElementType {
  if (!Array.isArray(descr))
    throw new BadInput(`${where}: the element type is neither text nor a list of fields.`);
  if (mentionsObject(descr)) return pythonObjects;
  return {
    dtype: 'record',
    itemBytes: NaN,
    littleEndian: true,
    unreadable: 'Records are not read: save each field as an array of its own.',
  };
}

function mentionsObject(descr: Literal): boolean {
  if (Array.isArray(descr)) return descr.some(mentionsObject);
  return typeof descr === 'string' && /^[<>|=]?O\d*$/.test(descr);
}

function checkShape(where: string, shape: readonly Literal[]): number[] {
  let elements = 1;
  return shape.map((length) => {
    if (typeof length === 'bigint' && length >= 0n) elements *= Number(length);
    if (elements >= 2 ** 63) throw new BadInput(`${where}: the shape overflows.`);
    if (typeof length === 'bigint' && length >= 0n && length <= BigInt(Number.MAX_SAFE_INTEGER))
      return Number(length);
    throw new BadInput(
      `${where}: bad dimension in the shape: only whole numbers from 0 to 2^53 are lengths.`,
    );
  });
}
