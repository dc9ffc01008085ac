import assert from 'node:assert/strict';
import type { ModelFile } from '../../../../server/formats/format';
import { sliceKey } from '../../../../server/formats/tfCheckpoint/sliceKey';
import { Folder } from '../../../corpus/folder';
import {
  bundleEntry,
  bundleHeader,
  type Bundled,
  masked,
  pieceKey,
  type SliceExtent,
  tableFile,
} from '../../../corpus/tfWriter';
import { float32s } from '../../../corpus/writers';

type Slices = readonly (readonly SliceExtent[])[];

const [rows, columns] = [4, 6];

/** The value of an element is its position: of a box row by row. */
function valuesOf([down, across]: readonly SliceExtent[]): number[] {
  const [top, height] = down ?? [0, rows];
  const [left, width] = across ?? [0, columns];
  return Array.from(
    { length: height * width },
    (_, i) => (top + Math.floor(i / width)) * columns + left + (i % width),
  );
}

describe('Partitioned variables of TensorFlow', () => {
  const folder = new Folder();

  /** A checkpoint of one variable of 4 x 6 in pieces; `lies` are told of the first of these. */
  function open(name: string, slices: Slices, lies: Partial<Bundled> = {}, left = 0): Promise<ModelFile> {
    const stored = slices.map((slice) => float32s(...valuesOf(slice)));
    const entries = slices.map((slice, i) => {
      const shape = slice.map((extent, axis) => extent?.[1] ?? [rows, columns][axis] ?? 0);
      const data = stored[i] ?? Buffer.alloc(0);
      const offset = stored.slice(0, i).reduce((sum, { length }) => sum + length, 0);
      const said = { shape, size: data.length, offset, sum: masked(data), ...(i === 0 && lies) };
      return [pieceKey('w', slice), bundleEntry(said)] as const;
    });
    folder.write(`${name}.data-00000-of-00001`, Buffer.concat(stored));
    return folder.openBytes(
      `${name}.index`,
      tableFile([
        ['', bundleHeader()],
        ...entries.slice(left),
        ['w', bundleEntry({ shape: [rows, columns], size: 0, slices })],
      ]),
    );
  }

  for (const [name, slices] of [
    [
      'rows',
      [
        [[0, 1], null],
        [[1, 3], null],
      ],
    ],
    [
      'columns in any order',
      [
        [null, [3, 3]],
        [null, [0, 1]],
        [null, [1, 2]],
      ],
    ],
    [
      'boxes',
      [
        [
          [0, 2],
          [0, 5],
        ],
        [
          [0, 3],
          [5, 1],
        ],
        [
          [2, 2],
          [0, 5],
        ],
        [
          [3, 1],
          [5, 1],
        ],
      ],
    ],
    ['one', [[null, null]]],
  ] satisfies [string, Slices][]) {
    it(`are put together from ${name}, whatever part is read`, async () => {
      const file = await open(name, slices);
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual([tensor.name, tensor.dtype, tensor.shape, tensor.bytes], ['w', 'float32', [4, 6], 96]);
      assert.equal(file.tensors.length, 1);
      for (let first = 0; first < 24; first++)
        for (let count = 0; first + count <= 24; count += 5)
          assert.deepEqual(
            [...(await file.read(tensor, first, count))],
            Array.from({ length: count }, (_, i) => first + i),
          );
    });
  }

  it('are listed with the reason where their pieces do not make them up', async () => {
    const again = 'the index is damaged, copy or download it again.';
    const halves: Slices = [
      [[0, 2], null],
      [[2, 2], null],
    ];
    const cases: readonly (readonly [string, Promise<ModelFile>, string])[] = [
      [
        'gap',
        open('gap', [
          [[0, 1], null],
          [[2, 2], null],
        ]),
        `Its pieces overlap or leave gaps: ${again}`,
      ],
      [
        'overlap',
        open('overlap', [
          [
            [0, 2],
            [0, 3],
          ],
          [
            [0, 2],
            [2, 3],
          ],
          [null, [0, 2]],
          [
            [2, 2],
            [2, 2],
          ],
        ]),
        `Its pieces overlap or leave gaps: ${again}`,
      ],
      [
        'lost',
        open('lost', halves, {}, 1),
        'The piece [0:2, :] of it is not in the index: save the checkpoint again.',
      ],
      ['outside', open('outside', [[[2, 3], null]]), `The piece [2:5, :] of it is outside of it: ${again}`],
      ['axes', open('axes', [[[0, 4]]]), `The piece [0:4] of it is outside of it: ${again}`],
      [
        'type',
        open('type', halves, { type: 3 }),
        `The piece [0:2, :] of it has another type or shape: ${again}`,
      ],
      [
        'nested',
        open('nested', halves, { slices: halves }),
        `The piece [0:2, :] of it has another type or shape: ${again}`,
      ],
    ];
    for (const [name, opened, reason] of cases) {
      const { tensors } = await opened;
      assert.deepEqual(
        tensors.map((tensor) => tensor.unreadable),
        [reason],
        name,
      );
    }
  });

  it('are refused where a piece has a size that its shape does not, or a wrong check sum', async () => {
    const halves: Slices = [
      [[0, 2], null],
      [[2, 2], null],
    ];
    await assert.rejects(open('size', halves, { size: 44 }), {
      name: 'BadInput',
      message: /tensor "w" has 44 bytes of values, its type and shape need 48\.$/,
    });
    const file = await open('sum', halves, { sum: 1 });
    const [tensor] = file.tensors;
    assert.ok(tensor);
    await assert.rejects(file.read(tensor, 0, 24), {
      name: 'BadInput',
      message: /does not match its check sum/,
    });
  });

  it('have keys whose bytes are sorted as the pieces are', () => {
    const hex = (...args: Parameters<typeof sliceKey>): string =>
      Buffer.from(sliceKey(...args), 'latin1').toString('hex');
    // The definition's own examples of numbers: one byte below 64, two below 8192, and so on.
    assert.equal(hex('w', [{ start: 2, length: 3 }, undefined]), '0077000101028283807f');
    assert.equal(hex('a\0b\xff', []), '006100ff62ff00000100');
    const numbers = [63, 64, 8191, 8192, 2 ** 20 - 1, 2 ** 20, 2 ** 32, 2 ** 52];
    assert.deepEqual(
      numbers.map((start) => hex('', [{ start, length: 1 }]).slice(10, -2)),
      ['bf', 'c040', 'dfff', 'e02000', 'efffff', 'f0100000', 'f900000000', 'ff10000000000000'],
    );
    const keys = numbers.map((start) => sliceKey('w', [{ start, length: 1 }]));
    assert.deepEqual(keys.toSorted(), keys);
  });
});
