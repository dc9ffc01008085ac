import { affineTypes, dtypes, quantisedTypes, scaledTypes, type DType, type Values } from './dtype';
import { float8Tables } from './float8';

/** Bytes one element takes. */
export const elementBytes: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float8_e4m3fn: 1,
  float8_e4m3fnuz: 1,
  float8_e5m2: 1,
  float8_e5m2fnuz: 1,
  float8_e8m0fnu: 1,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

const known: ReadonlySet<string> = new Set(dtypes);

/** Whether a word is the name of an element type that `decode` can read. */
export function isDType(word: string): word is DType {
  return known.has(word);
}

const quantised: ReadonlySet<string> = new Set([...quantisedTypes, ...scaledTypes, ...affineTypes]);

/**
 * Whether values of this type (of ours, or a file's own word) are decoded to float32, and nothing is lost by that.
 * 64-bit types and 32-bit integers are decoded to float64.
 */
export function isSingle(word: string): boolean {
  if (isDType(word)) return elementBytes[word] < 4 || word === 'float32';
  return quantised.has(word);
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The values of `bytes`: float32 where that holds every value of the type exactly, else float64. 64-bit integers
 * beyond 2^53 are rounded to the nearest float64. Any alignment; takes the bytes over: the result may view them, and
 * they may be swapped in place. Throws RangeError when the length is no multiple of the element size.
 */
export function decode(dtype: DType, bytes: Uint8Array<ArrayBuffer>, littleEndian = true): Values {
  const size = elementBytes[dtype];
  if (bytes.length % size !== 0) throw new RangeError(`${bytes.length} bytes are no whole ${dtype} elements`);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  if (littleEndian !== hostIsLittleEndian) swap(aligned, size);
  const { buffer, byteOffset } = aligned;
  const count = bytes.length / size;
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer, byteOffset, count);
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float16':
      return lookUp(new Uint16Array(buffer, byteOffset, count), float16Table());
    case 'bfloat16':
      return widenBfloat16(new Uint16Array(buffer, byteOffset, count));
    case 'int64':
      return joinWords(new Int32Array(buffer, byteOffset, 2 * count));
    case 'uint64':
      return joinWords(new Uint32Array(buffer, byteOffset, 2 * count));
    case 'int32':
      return new Float64Array(new Int32Array(buffer, byteOffset, count));
    case 'uint32':
      return new Float64Array(new Uint32Array(buffer, byteOffset, count));
    case 'int16':
      return new Float32Array(new Int16Array(buffer, byteOffset, count));
    case 'uint16':
      return new Float32Array(new Uint16Array(buffer, byteOffset, count));
    case 'int8':
      return new Float32Array(new Int8Array(buffer, byteOffset, count));
    case 'uint8':
      return new Float32Array(aligned);
    case 'bool':
      return lookUp(aligned, truthTable);
    default:
      return lookUp(aligned, float8Tables[dtype]);
  }
}

const truthTable = new Float32Array(256).fill(1, 1);

function swap(bytes: Uint8Array<ArrayBuffer>, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (size === 2) buffer.swap16();
  if (size === 4) buffer.swap32();
  if (size === 8) buffer.swap64();
}

function lookUp(codes: Uint8Array | Uint16Array, table: Float32Array): Float32Array {
  const values = new Float32Array(codes.length);
  // The table has an entry for every code; NaN is only for the type checker.
  for (let i = 0; i < codes.length; i++) values[i] = table[codes[i] ?? 0] ?? NaN;
  return values;
}

/** A bfloat16 is the upper half of a float32. */
function widenBfloat16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = (halves[i] ?? 0) << 16;
  return new Float32Array(words.buffer);
}

/** 64-bit integers as float64, rounded once. The upper word carries the sign. */
function joinWords(words: Int32Array | Uint32Array): Float64Array {
  const values = new Float64Array(words.length / 2);
  const upper = hostIsLittleEndian ? 1 : 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = (words[2 * i + upper] ?? 0) * 2 ** 32 + ((words[2 * i + 1 - upper] ?? 0) >>> 0);
  }
  return values;
}

let float16Values: Float32Array | undefined;

/** All 65,536 values of IEEE 754 binary16 by their codes; made at the first use. */
export function float16Table(): Float32Array {
  float16Values ??= Float32Array.from({ length: 65_536 }, (_, code) => {
    const sign = code & 0x8000 ? -1 : 1;
    const exponent = (code >> 10) & 0x1f;
    const mantissa = code & 0x3ff;
    if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
    return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25));
  });
  return float16Values;
}
