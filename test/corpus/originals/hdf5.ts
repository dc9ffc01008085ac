import { deflateSync, inflateSync } from 'node:zlib';
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

/**
 * Four datasets of up to 5 x 4 numbers in chunks with shuffle, gzip and fletcher32, which are listed in each way that has a
 * structure of its own: by h5py 3.7 with HDF5 1.10.8 and `libver='v110'`, deflated.
 */
const lists = inflateSync(
  Buffer.from(
    'eNrtV2lIVFEUPue++95sOo42qUxTPU3FP4k/2rNSmXEUhMQKKrKGzDVIsU2wcKmcooUoKqKClAKjkjYiKGokKCKwRAgqCgt/FJQVYhkZ9Zb7at6jfiUZ9D6Ye9/5zl3OPecuZ3bl+/Ki7R47Z7WChm8MaYmqnMn44XNzby7M9xUT8VKdY23kr57ERXbUYCeAAIITpIqrWVd2mw0kuGSGL6+qL1vzAHVcRV3N5vUlHONiZI6urtlQ+VpgfR0QiYKemY2KSQiIKQCEIFKmY4OAUebcgLHiZMaLkGCFhEbpi5es5TiHF5BwsuGotMAfX2p/60RpREI4pBzF5EhbNAduhLHB2dpnh4y+4A1r50fXF3GyL4BDQihnf0rYoE0w5ohdljGcl5PvA3TatZ3zidmXcrjAl5fjywXULE5moYtXyllMcitlIZMSlLJUp9us0+3T6VZM8A8bo2FjlhDDQSOjE414Fg0klIqUuuxV2tbfMrbRmL/iwAW/Gg2RuqjdqGdXAHxkteYnN6svsnXsmT3lsz+nQIqctrJ25nPl+oErOumOLh5PdNIgr4/A/4IXQzff+pW9/2NvSBjQ+U1zv+opt05K10lZOkmbA/45Kau589bvXgkKv94Jf3gWE37ejLz8MqxJBxebqWFMz2L/yNXnEWL9ytJgGD2JXk+8tz4sngyGg+9A2JcNsPSBcOpxpr9DbtHUIoQEocFiAVs0gZdDFdMUtpmPcmZbgS/CpK9bjw8qXBMXQ91er3cixlwmvZ3JU08oNHJCQKRArsLlhedLrikchEAQAgFBAMGC4zxFD0+pI1BxE10N1A3tnnnxR2UOWqTZAe9CuHvVvQyFIRbJGtwJXa433b0yEwxWLu3rk9zegW1tuy1LVG7W+3AXglBJkpYvaB5Qe2IgAPAFDh5ODTWorYoyazdQ6T2A3jouVVS5WqvMkes4rjqlpEvl8tNljjuGi858HfnCZn0lc7QUd1dP3tGmequ1lY/66HSCYyoJ1nzOnq6wJMTFeKW3MTqTvPjQMmOvSmIIAqKU6njw9JEs2xzVMfy27URmbctJav/MnhtgwoQJEyZMjCpyF0tpuUPOUCaBnKWkubS0SEuMvLH363IXF+aBo8gW+TfJiHKmHf/L1L5Bp0VD3/26kdHQ91bxpkdmpEyYMGHChIm/je+YGFdl',
    'base64',
  ),
);

export const hdf5Originals = new Map<string, Buffer>([
  ['m.h5', content],
  ['recent.h5', recent],
  ['lists.h5', lists],
  ['m.keras', zipFile([{ name: 'model.weights.h5', data: content, deflate: true }])],
]);
