import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFile } from '../../../../server/formats/format';
import { Folder } from '../../../corpus/folder';
import { externalData, field, graphProto, onnxFile, tensorProto, varints } from '../../../corpus/onnxWriter';
import { float32s } from '../../../corpus/writers';

const floats = (...values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);
const raw = (...bytes: number[]): Buffer => field(9, Buffer.from(bytes));

/** Number of the type, our name, the value 1 as raw data, a list of values, and these values. */
const types: readonly (readonly [number, string, Buffer, Buffer, readonly number[]])[] = [
  [1, 'float32', raw(0, 0, 0x80, 0x3f), field(4, float32s(1, -0.5)), [1, -0.5]],
  [2, 'uint8', raw(1), field(5, varints(1, 255)), [1, 255]],
  [3, 'int8', raw(1), field(5, varints(1, -128)), [1, -128]],
  [4, 'uint16', raw(1, 0), field(5, varints(1, 65_535)), [1, 65_535]],
  [5, 'int16', raw(1, 0), field(5, varints(1, -32_768)), [1, -32_768]],
  [6, 'int32', raw(1, 0, 0, 0), field(5, varints(1, -(2 ** 31))), [1, -(2 ** 31)]],
  [7, 'int64', raw(1, 0, 0, 0, 0, 0, 0, 0), field(7, varints(1, -(2n ** 63n))), [1, -(2 ** 63)]],
  [9, 'bool', raw(1), field(5, varints(1, 0)), [1, 0]],
  [10, 'float16', raw(0, 0x3c), field(5, varints(0x3c00, 0xc000)), [1, -2]],
  [11, 'float64', field(9, floats(1)), field(10, floats(1, 1e300)), [1, 1e300]],
  [12, 'uint32', raw(1, 0, 0, 0), field(11, varints(1, 2 ** 32 - 1)), [1, 2 ** 32 - 1]],
  [13, 'uint64', raw(1, 0, 0, 0, 0, 0, 0, 0), field(11, varints(1, 2n ** 63n)), [1, 2 ** 63]],
  [16, 'bfloat16', raw(0x80, 0x3f), field(5, varints(0x3f80, 0xc000)), [1, -2]],
  [17, 'float8_e4m3fn', raw(0x38), field(5, varints(0x38, 0x7e)), [1, 448]],
  [18, 'float8_e4m3fnuz', raw(0x40), field(5, varints(0x40, 0x7f)), [1, 240]],
  [19, 'float8_e5m2', raw(0x3c), field(5, varints(0x3c, 0x7b)), [1, 57_344]],
  [20, 'float8_e5m2fnuz', raw(0x40), field(5, varints(0x40, 0x7f)), [1, 57_344]],
  [24, 'float8_e8m0fnu', raw(127), field(5, varints(127, 128)), [1, 2]],
];

describe('values of ONNX', function () {
  this.timeout(10_000);
  const folder = new Folder();
  const open = (...tensors: Buffer[]): Promise<ModelFile> =>
    folder.openBytes('m.onnx', onnxFile(graphProto([], tensors)));
  const valuesOf = async (
    file: ModelFile,
    index: number,
    first: number,
    count: number,
  ): Promise<number[]> => {
    const tensor = file.tensors[index];
    assert.ok(tensor);
    return [...(await file.read(tensor, first, count))];
  };

  for (const [number, dtype, one, list, values] of types) {
    it(`reads ${dtype}, raw and listed`, async () => {
      const file = await open(
        tensorProto('raw', number, [1], one),
        tensorProto('list', number, [2, 1], list),
      );
      assert.deepEqual(
        file.tensors.map((tensor) => [tensor.dtype, tensor.shape, tensor.order]),
        [
          [dtype, [1], 'C'],
          [dtype, [2, 1], 'C'],
        ],
      );
      assert.deepEqual(await valuesOf(file, 0, 0, 1), [1]);
      assert.deepEqual(await valuesOf(file, 1, 0, 2), values);
      assert.deepEqual(await valuesOf(file, 1, 1, 1), values.slice(1));
    });
  }

  it('finds any element of a list of numbers of differing lengths, in any order', async () => {
    // More than is read at once.
    const thousand = Array.from({ length: 1000 }, (_, i) => (i % 7 === 1 ? -i : i * i));
    const list = Buffer.alloc(310 * varints(...thousand).length, varints(...thousand));
    const numbers = Array.from({ length: 310_000 }, (_, i) => thousand[i % 1000] ?? NaN);
    const long = await open(tensorProto('a', 7, [numbers.length], field(7, list)));
    for (const first of [0, 150_000, 299_990, 10, 200_000]) {
      assert.deepEqual(await valuesOf(long, 0, first, 10), numbers.slice(first, first + 10));
    }
    const all = await valuesOf(long, 0, 0, numbers.length);
    assert.ok(all.length === numbers.length && all.every((number, i) => number === numbers[i]));
  });

  it('lists 4-bit, complex and unknown types, text not at all', async () => {
    const file = await open(
      tensorProto('int4', 22, [3], raw(0x21, 3)),
      tensorProto('complex', 14, [1], field(4, float32s(1, 2))),
      tensorProto('new', 99, [1], raw(1)),
      tensorProto('text', 8, [1], field(6, 'a')),
    );
    assert.deepEqual(
      file.tensors.map(({ name, dtype, bytes, unreadable }) => [name, dtype, bytes, unreadable]),
      [
        ['int4', 'int4', 2, 'Type int4 is not decoded.'],
        ['complex', 'complex64', 8, 'Type complex64 is not decoded.'],
        ['new', 'type 99', 1, 'Type number 99 is not known.'],
      ],
    );
    assert.deepEqual(file.metadata.at(-1), ['tensors of texts', '1, not listed']);
  });

  it('opens scalars and tensors without elements, and says where there are no values', async () => {
    const file = await open(
      tensorProto('scalar', 1, [], field(9, float32s(7))),
      tensorProto('empty', 1, [0, 3]),
      tensorProto('none', 1, [3]),
      tensorProto('pieces', 1, [2], field(4, float32s(1)), field(4, float32s(2))),
    );
    assert.deepEqual(
      file.tensors.map(({ shape, unreadable }) => [shape, unreadable]),
      [
        [[], undefined],
        [[0, 3], undefined],
        [[3], 'Its values are not in the file.'],
        [[2], 'Its values are listed in several pieces.'],
      ],
    );
    assert.deepEqual(await valuesOf(file, 0, 0, 1), [7]);
    assert.deepEqual(await valuesOf(file, 1, 0, 0), []);
  });

  it('reads values out of files beside the model and in its folders', async () => {
    folder.write('beside/w.data', float32s(1, 2, 3));
    folder.write('beside/deep/er/w.data', float32s(4));
    const model = onnxFile(
      graphProto(
        [],
        [
          tensorProto(
            'a',
            1,
            [2],
            externalData({ location: 'w.data', offset: '4', length: '8', checksum: 'x' }),
          ),
          tensorProto('b', 1, [1], externalData({ location: './deep/er/w.data' })),
        ],
      ),
    );
    const file = await folder.openBytes('beside/m.onnx', model);
    assert.deepEqual(file.warnings, []);
    assert.deepEqual(await valuesOf(file, 0, 0, 2), [2, 3]);
    assert.deepEqual(await valuesOf(file, 1, 0, 1), [4]);
    assert.equal(file.bytes, model.length + 16);
    folder.write('beside/deep/er/w.data', float32s(4));
    assert.equal(await file.changed(), true);
  });

  it('follows the links of which the caches of the Hugging Face Hub are made', async () => {
    const location = 'model.onnx_data';
    const model = onnxFile(graphProto([], [tensorProto('a', 1, [1], externalData({ location }))]));
    const blobs = [folder.write('hub/blobs/01', model), folder.write('hub/blobs/02', float32s(5))];
    for (const place of ['hub/snapshots/main', 'hub/snapshots/main/onnx']) {
      const snapshot = join(folder.path, place);
      mkdirSync(snapshot, { recursive: true });
      for (const [i, name] of ['model.onnx', location].entries())
        symlinkSync(blobs[i] ?? '', join(snapshot, name));
      const file = await folder.open(join(snapshot, 'model.onnx'));
      assert.deepEqual(file.warnings, []);
      assert.deepEqual(await valuesOf(file, 0, 0, 1), [5]);
    }
  });
});
