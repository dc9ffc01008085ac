import { deflateSync } from 'node:zlib';
import { type NewGroup, newHdf5File, usual } from '../hdf5NewWriter';
import { type Attribute, filterMessage, hdf5File, textAttribute, types } from '../hdf5Writer';
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

const numbers = (count: number): NewGroup['links'] =>
  Array.from({ length: count }, (_, i) => {
    return [`w${i}`, { type: types.float32, shape: [1], data: float32s(i) }] as const;
  });
const texts: Attribute[] = Array.from({ length: 5 }, (_, i) =>
  textAttribute(`a${i}`, 'text'.repeat(40 * i + 1)),
);
/** Groups and attributes as newer libraries store them, in heaps of blocks of blocks. */
const recent = newHdf5File({
  links: [
    ['few', { group: { links: numbers(3), isOrdered: true, attributes: texts } }],
    [
      'many',
      {
        group: {
          links: numbers(30),
          dense: { ...usual, smallest: 128, largest: 128, width: 2, rows: 6, nodeBytes: 64 },
        },
      },
    ],
    ['same', { softLink: 'few/w1' }],
    ['elsewhere', { externalLink: 'other.h5' }],
  ],
  attributes: texts,
  denseAttributes: { ...usual, longest: 400, rows: 2 },
});

export const hdf5Originals = new Map<string, Buffer>([
  ['m.h5', content],
  ['recent.h5', recent],
  ['m.keras', zipFile([{ name: 'model.weights.h5', data: content, deflate: true }])],
]);
