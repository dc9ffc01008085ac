import { float32s, safetensorsFile } from '../writers';

export const safetensorsOriginals = new Map<string, Buffer>([
  [
    'm.safetensors',
    safetensorsFile(
      {
        __metadata__: { format: 'pt' },
        'layer.weight': { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
        'layer.bias': { dtype: 'BF16', shape: [2], data_offsets: [24, 28] },
      },
      Buffer.alloc(28, 1),
    ),
  ],
  [
    'm.safetensors.index.json',
    Buffer.from('{"metadata":{"total_size":4},"weight_map":{"a":"s.safetensors"}}'),
  ],
]);

/** The shard of the index. */
export const safetensorsCompanions = new Map<string, Buffer>([
  ['s.safetensors', safetensorsFile({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, float32s(1))],
]);
