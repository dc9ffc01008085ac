import type { Values } from '../../../server/tensors/dtype';
import type { StoredTensor, TensorReader } from '../../../server/tensors/storedTensor';

/** A tensor in memory, and a reader that hands out what is asked of it. `reads` notes the first element of each read. */
export function inMemory(
  values: Values,
  shape: readonly number[],
  order: 'C' | 'F' = 'C',
): { tensor: StoredTensor; reader: TensorReader; reads: number[] } {
  const dtype = values instanceof Float32Array ? 'float32' : 'float64';
  const tensor = { name: 't', dtype, shape, order, bytes: values.byteLength } as const;
  const reads: number[] = [];
  const reader: TensorReader = {
    path: 'memory.npy',
    read: (_, first, count) => {
      reads.push(first);
      return Promise.resolve(values.slice(first, first + count));
    },
  };
  return { tensor, reader, reads };
}
