import { elementBytes, isDType } from '../../tensors/decode';
import type { DType } from '../../tensors/dtype';
import { complexNumbers } from '../complexNumbers';

/** Storage classes of torch and torch.cuda, and the type of their elements. */
const byClass = new Map([
  ['DoubleStorage', 'float64'],
  ['FloatStorage', 'float32'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['LongStorage', 'int64'],
  ['IntStorage', 'int32'],
  ['ShortStorage', 'int16'],
  ['CharStorage', 'int8'],
  ['ByteStorage', 'uint8'],
  ['BoolStorage', 'bool'],
  ['ComplexDoubleStorage', 'complex128'],
  ['ComplexFloatStorage', 'complex64'],
  ['QUInt8Storage', 'quint8'],
  ['QInt8Storage', 'qint8'],
  ['QInt32Storage', 'qint32'],
  ['QUInt4x2Storage', 'quint4x2'],
  ['QUInt2x4Storage', 'quint2x4'],
  // Without a type: its length is in bytes.
  ['UntypedStorage', 'uint8'],
]);

/** Bytes of an element of the types that `elementBytes` does not have. */
const otherBytes = new Map([
  ['complex32', 4],
  ['complex64', 8],
  ['complex128', 16],
  ['quint8', 1],
  ['qint8', 1],
  ['qint32', 4],
  ['quint4x2', 1 / 2],
  ['quint2x4', 1 / 4],
]);

/** The element type of a storage class, by its bare name; undefined for one that is not known. */
export function elementsOf(storageClass: string): string | undefined {
  return byClass.get(storageClass);
}

/** Bytes of an element: a fraction where several are in a byte; undefined for a type that is not known. */
export function bytesOf(dtype: string): number | undefined {
  return isDType(dtype) ? elementBytes[dtype] : otherBytes.get(dtype);
}

/** The integers in which elements of quantised types are stored. */
export const quantisedAs: ReadonlyMap<string, DType> = new Map([
  ['quint8', 'uint8'],
  ['qint8', 'int8'],
  ['qint32', 'int32'],
]);

/** Why the elements of a type cannot be read, as a sentence; undefined: they can. */
export function whyUnreadable(dtype: string): string | undefined {
  if (isDType(dtype)) return undefined;
  if (dtype.startsWith('complex')) return complexNumbers;
  if (dtype.startsWith('q'))
    return 'Numbers of less than a byte are not read: dequantise the tensor before saving.';
  return `The element type ${dtype} is not known.`;
}
