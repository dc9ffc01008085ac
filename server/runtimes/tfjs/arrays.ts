import type { Tensor } from '@tensorflow/tfjs-core';
import { BadInput, quoted } from '../../tensors/badInput';
import type { NumericArray, Slot } from '../runtime';
import type { TensorFlow } from './library';

/** A tensor for an input. Throws BadInput where the input takes no numbers, or whole numbers and these are none. */
export function toTensor(tf: TensorFlow, { name, dtype }: Slot, { shape, values }: NumericArray): Tensor {
  const lengths = [...shape];
  switch (dtype) {
    case 'float32':
      return tf.tensor(Float32Array.from(values), lengths, dtype);
    case 'int32': {
      const odd = values.find((value) => (value | 0) !== value);
      if (odd === undefined) return tf.tensor(Int32Array.from(values), lengths, dtype);
      throw new BadInput(
        `The input ${quoted(name)} takes whole numbers (int32): ${odd} is given; convert the file.`,
      );
    }
    case 'bool':
      return tf.tensor(
        Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
        lengths,
        dtype,
      );
    default:
      throw new BadInput(`The input ${quoted(name)} takes ${dtype}: only numbers can be given.`);
  }
}

/** The numbers of a tensor; undefined of texts and complex numbers. */
export function fromTensor(tensor: Tensor): NumericArray | undefined {
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') return undefined;
  const values = tensor.dataSync();
  // A copy: the memory is the library's.
  const copy = values instanceof Float32Array ? values.slice() : Float64Array.from(values as Int32Array);
  return { shape: [...tensor.shape], values: copy };
}
