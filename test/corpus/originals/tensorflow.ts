import { bundleEntry, bundleHeader, masked, pieceKey, type SliceExtent, tableFile } from '../tfWriter';
import { float32s } from '../writers';

const values = float32s(1, 2, 3, 4);
const columns: readonly (readonly SliceExtent[])[] = [
  [null, [0, 1]],
  [null, [1, 1]],
];

export const tensorflowOriginals = new Map<string, Buffer>([
  [
    'variables.index',
    tableFile([
      ['', bundleHeader()],
      ['layer/bias', bundleEntry({ shape: [2], size: 8, offset: 8 })],
      ['layer/kernel', bundleEntry({ shape: [2, 2], size: 16, sum: masked(values) })],
    ]),
  ],
  [
    'partitioned.index',
    tableFile([
      ['', bundleHeader()],
      ...columns.map(
        (slice, i) => [pieceKey('w', slice), bundleEntry({ shape: [2, 1], size: 8, offset: 8 * i })] as const,
      ),
      ['w', bundleEntry({ shape: [2, 2], size: 0, slices: columns })],
    ]),
  ],
  [
    'tf_model.json',
    Buffer.from(
      JSON.stringify({
        format: 'graph-model',
        modelTopology: { node: [{ name: 'a"]}' }] },
        weightsManifest: [
          {
            paths: ['tf_1.bin', 'tf_2.bin'],
            weights: [
              { name: 'w', shape: [3], dtype: 'float32' },
              {
                name: 'q',
                shape: [4],
                dtype: 'float32',
                quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
              },
            ],
          },
        ],
      }),
    ),
  ],
]);

export const tensorflowCompanions = new Map<string, Buffer>([
  ['variables.data-00000-of-00001', values],
  ['partitioned.data-00000-of-00001', values],
  ['tf_1.bin', float32s(1, 2)],
  ['tf_2.bin', float32s(3, 4)],
]);
