import { flaxArray, pack } from '../msgpackWriter';
import { float32s } from '../writers';

export const flaxOriginals = new Map<string, Buffer>([
  [
    'flax.msgpack',
    pack({
      params: {
        dense: { kernel: flaxArray('float32', [2, 2], float32s(1, 2, 3, 4)) },
        large: {
          __msgpack_chunked_array__: true,
          shape: { 0: 2 },
          chunks: { 0: flaxArray('float32', [1], float32s(1)), 1: flaxArray('float32', [1], float32s(2)) },
        },
      },
      step: 1000,
      name: 'tests',
    }),
  ],
]);
