import { deflateSync } from 'node:zlib';
import { filterMessage, hdf5File, textAttribute, types } from '../hdf5Writer';
import { float32s, zipFile } from '../writers';

const content = hdf5File(
  {
    dense: {
      group: {
        dense: { group: { 'kernel:0': { type: types.float32, shape: [2, 2], data: float32s(1, 2, 3, 4) } } },
      },
      attributes: [textAttribute('weight_names', 'dense/kernel:0')],
    },
    packed: {
      type: types.float32,
      shape: [2, 2],
      chunks: { shape: [2, 2], stored: [[[0, 0], deflateSync(float32s(1, 2, 3, 4))]] },
      messages: [filterMessage(1, 6)],
    },
    lzf: {
      type: types.float32,
      shape: [3, 2],
      chunks: { shape: [2, 2], stored: [[[0, 0], Buffer.concat([Buffer.from([15]), float32s(1, 2, 3, 4)])]] },
      messages: [filterMessage(32_000)],
    },
    flags: { type: types.truth(), shape: [2], data: Buffer.from([0, 1]) },
  },
  [textAttribute('layer_names', 'dense')],
);

export const hdf5Originals = new Map<string, Buffer>([
  ['m.h5', content],
  ['m.keras', zipFile([{ name: 'model.weights.h5', data: content, deflate: true }])],
]);
