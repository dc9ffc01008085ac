import { BadInput, quoted } from '../../tensors/badInput';
import { decode, isDType } from '../../tensors/decode';
import type { NumericArray, Slot } from '../runtime';
import { halfOf } from './half';
import type { Ort, OrtTensor } from './library';

type Numbers = NumericArray['values'];

/** What numbers become in an input, by its type. */
const encoders: Readonly<Record<string, (values: Numbers) => ArrayBufferView>> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
  float16: (values) => Uint16Array.from(values, halfOf),
  int64: (values) => BigInt64Array.from(Array.from(values, BigInt)),
  int32: (values) => Int32Array.from(values),
  int16: (values) => Int16Array.from(values),
  int8: (values) => Int8Array.from(values),
  uint16: (values) => Uint16Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  bool: (values) => Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
};

/** A tensor for an input. Throws BadInput where the input takes no numbers, or whole numbers and these are none. */
export function toTensor({ Tensor }: Ort, slot: Slot, { shape, values }: NumericArray): OrtTensor {
  const encode = encoders[slot.dtype];
  if (encode === undefined)
    throw new BadInput(`The input ${quoted(slot.name)} takes ${slot.dtype}: only numbers can be given.`);
  if (!slot.dtype.startsWith('float')) {
    const odd = values.find((value) => !Number.isSafeInteger(value));
    if (odd !== undefined)
      throw new BadInput(
        `The input ${quoted(slot.name)} takes whole numbers (${slot.dtype}): ${odd} is given; convert the file.`,
      );
  }
  return new Tensor(slot.dtype, encode(values), shape);
}

/** The numbers of an output; undefined of texts and other things that are no numbers. */
export function fromTensor({ type, dims, data }: OrtTensor): NumericArray | undefined {
  if (!isDType(type) || !ArrayBuffer.isView(data)) return undefined;
  // A copy: the memory is the library's.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return { shape: [...dims], values: decode(type, bytes), dtype: type };
}
