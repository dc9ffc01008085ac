import type { DType } from '../../tensors/dtype';
import type { Cursor } from './cursor';
import { complexNumbers } from '../complexNumbers';

/** What the elements of a dataset are. */
export interface ElementType {
  /** The name of the type, or a word for one that cannot be read: then `unreadable` says why. */
  readonly dtype: DType | (string & {});
  readonly unreadable?: string;
  /** Bytes of one element. */
  readonly size: number;
  readonly littleEndian: boolean;
  /** Text, which is no tensor. */
  readonly isText?: true;
  /** Text of variable length: the elements say where it is. */
  readonly isVariable?: true;
  /** Bytes of which the file does not say what they are. */
  readonly isOpaque?: true;
}

/**
 * Where a floating-point type has its parts: all bits, sign, position and bits of the exponent, of the mantissa, and
 * the bias.
 */
const floats = new Map<string, DType>([
  ['64,63,52,11,0,52,1023', 'float64'],
  ['32,31,23,8,0,23,127', 'float32'],
  ['16,15,10,5,0,10,15', 'float16'],
  ['16,15,7,8,0,7,127', 'bfloat16'],
  ['8,7,2,5,0,2,15', 'float8_e5m2'],
  ['8,7,3,4,0,3,7', 'float8_e4m3fn'],
]);
const integers = new Map<string, DType>([
  ['1s', 'int8'],
  ['2s', 'int16'],
  ['4s', 'int32'],
  ['8s', 'int64'],
  ['1u', 'uint8'],
  ['2u', 'uint16'],
  ['4u', 'uint32'],
  ['8u', 'uint64'],
]);

/** Why elements of other classes cannot be read, by the number of the class. */
const otherClasses = new Map<number, readonly [string, string]>([
  [2, ['time', 'Times are no numbers that can be compared.']],
  [6, ['compound', 'Its elements are records of several fields: save the fields as tensors of their own.']],
  [7, ['reference', 'Its elements are references to other objects of the file.']],
  [9, ['vlen', 'Its elements are lists of different lengths.']],
  [10, ['array', 'Its elements are arrays themselves: save it as one tensor.']],
  [11, ['complex', complexNumbers]],
]);

/**
 * Reads a datatype message.
 * @param within whether an enumeration is made of it: that is none itself
 */
export function readDatatype(cursor: Cursor, within = false): ElementType {
  const first = cursor.u8();
  const bits = cursor.u8() | (cursor.u8() << 8) | (cursor.u8() << 16);
  const size = cursor.u32();
  const [kind, version] = [first & 15, first >> 4];
  const plain = { size, littleEndian: (bits & 1) === 0 };
  switch (kind) {
    case 0:
      return readInteger(cursor, (bits & 8) !== 0, plain);
    case 1:
      return readFloat(cursor, bits, plain);
    case 3:
      return { ...plain, dtype: 'text', unreadable: 'It holds text.', isText: true };
    case 4:
      return readInteger(cursor, false, plain);
    case 5:
      return { ...plain, dtype: 'opaque', unreadable: opaque(size), isOpaque: true };
    case 6:
      return { ...plain, ...readCompound(cursor, version, bits & 0xffff) };
    case 8:
      if (within) break;
      return readEnumeration(cursor, version, bits & 0xffff);
    case 9: {
      // Text of variable length is a list by class.
      if ((bits & 15) !== 1) break;
      return { ...plain, dtype: 'text', unreadable: 'It holds text.', isText: true, isVariable: true };
    }
    default:
  }
  const [dtype, unreadable] = otherClasses.get(kind) ?? [
    `class ${kind}`,
    'Its type is of a class that is not known.',
  ];
  return { ...plain, dtype, unreadable };
}

function opaque(size: number): string {
  return `The file does not say what its elements of ${size} bytes are.`;
}

type Plain = Pick<ElementType, 'size' | 'littleEndian'>;

function readInteger(cursor: Cursor, signed: boolean, plain: Plain): ElementType {
  const [offset, precision] = [cursor.u16(), cursor.u16()];
  const dtype = integers.get(`${plain.size}${signed ? 's' : 'u'}`);
  if (dtype !== undefined && offset === 0 && precision === 8 * plain.size) return { ...plain, dtype };
  const word = `${signed ? 'int' : 'uint'}${precision}`;
  return { ...plain, dtype: word, unreadable: `Integers of ${precision} bits are not read.` };
}

function readFloat(cursor: Cursor, bits: number, plain: Plain): ElementType {
  const [offset, precision] = [cursor.u16(), cursor.u16()];
  const [exponentAt, exponentBits, mantissaAt, mantissaBits] = [
    cursor.u8(),
    cursor.u8(),
    cursor.u8(),
    cursor.u8(),
  ];
  const bias = cursor.u32();
  const sign = (bits >> 8) & 0xff;
  const form = [precision, sign, exponentAt, exponentBits, mantissaAt, mantissaBits, bias];
  const dtype = floats.get(form.join());
  const hasImpliedBit = ((bits >> 4) & 3) === 2;
  const isVax = (bits & 0x41) === 0x41;
  if (dtype !== undefined && offset === 0 && precision === 8 * plain.size && hasImpliedBit && !isVax)
    return { ...plain, dtype };
  const kind = isVax
    ? 'in the byte order of a VAX'
    : `with ${exponentBits} bits of exponent, biased by ${bias}, and ${mantissaBits} of mantissa`;
  return {
    ...plain,
    dtype: `float${precision}`,
    unreadable: `Floating-point numbers of ${precision} bits ${kind} are not read.`,
  };
}

/** Complex numbers are records of two numbers by a convention of h5py and of MATLAB. */
function readCompound(
  cursor: Cursor,
  version: number,
  fields: number,
): Pick<ElementType, 'dtype' | 'unreadable'> {
  const [word, reason] = otherClasses.get(6) ?? ['compound', ''];
  const name = fields === 2 ? cursor.text() : '';
  if ((name !== 'r' && name !== 'real') || version < 1) return { dtype: word, unreadable: reason };
  return { dtype: 'complex', unreadable: complexNumbers };
}

/** An enumeration is read as the integers it is made of; one of FALSE and TRUE as truth values. */
function readEnumeration(cursor: Cursor, version: number, count: number): ElementType {
  const base = readDatatype(cursor, true);
  if (base.unreadable !== undefined || base.size !== 1 || count !== 2) return base;
  const names = [0, 1].map(() => {
    const start = cursor.position;
    const name = cursor.text();
    // Filled up to a multiple of eight bytes, in older versions.
    if (version < 3) cursor.passOver((8 - ((cursor.position - start) % 8)) % 8);
    return name;
  });
  const values = [...cursor.take(2)];
  const isTruth = names.join() === 'FALSE,TRUE' && values.join() === '0,1';
  return isTruth ? { ...base, dtype: 'bool' } : base;
}
