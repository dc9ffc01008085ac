import assert from 'node:assert/strict';
import { elementCount } from '../../../../server/tensors/storedTensor';
import { BadInput } from '../../../../server/tensors/badInput';
import type { ModelFile } from '../../../../server/formats/format';
import {
  compressedFile,
  fileOf,
  numbers,
  sampleTable,
  streamOf,
  viewTable,
} from '../../../corpus/arrowFiles';
import { assertRefused, Folder } from '../../../corpus/folder';
import {
  Field,
  FixedSizeList,
  Float64,
  Int32,
  Int64,
  List,
  Schema,
  Table,
  tableToIPC,
  vectorFromArray,
  Float32,
  Utf8,
  makeData,
  makeVector,
} from 'apache-arrow';

describe('arrow', function () {
  this.timeout(10_000);
  const folder = new Folder();

  async function values(file: ModelFile, name: string): Promise<number[]> {
    const tensor = file.tensors.find((each) => each.name === name);
    assert.ok(tensor, name);
    return [...(await file.read(tensor, 0, elementCount(tensor)))];
  }

  for (const [form, bytes] of [
    ['file', fileOf(sampleTable(20, 2))],
    ['stream', streamOf(sampleTable(20, 2))],
  ] as const) {
    it(`reads every kind of column of a ${form} in two batches`, async () => {
      const file = await folder.openBytes(`${form}.arrow`, bytes);
      assert.deepEqual(
        file.tensors.map(({ name, dtype, shape }) => [name, dtype, shape]),
        [
          ['values', 'float64', [40, 4]],
          ['label', 'int32', [40]],
          ['id', 'text', [40]],
          ['lists', 'float32', [40, 3]],
          ['pairs', 'float32', [40, 2]],
        ],
      );
      assert.deepEqual(file.warnings, ['Missing values are read as NaN: 4 in m, 10 in pairs.']);
      const rows = Array.from({ length: 40 }, (_, row) => row % 20);
      assert.deepEqual(
        await values(file, 'values'),
        rows.flatMap((i) => [i / 8, i % 10 === 7 ? NaN : i, i % 3 === 0 ? 1 : 0, 2 ** 60 + i]),
      );
      assert.deepEqual(
        await values(file, 'label'),
        rows.map((i) => [1, 0, 2][i % 3]),
      );
      assert.deepEqual(
        await values(file, 'lists'),
        rows.flatMap((i) => [i, i + 0.5, -i]),
      );
      assert.deepEqual(
        await values(file, 'pairs'),
        rows.flatMap((i) => (i % 4 === 1 ? [NaN, NaN] : [i, 2 * i])),
      );
      assert.deepEqual([...(file.classes?.values() ?? [])], [['cat', 'dog', 'é']]);
      assert.deepEqual(await file.ids?.read(18, 4), ['row 18', 'row 19', 'row 0', 'row 1']);
    });
  }

  it('reads any range of elements across batches', async () => {
    const file = await folder.openBytes('ranges.arrow', fileOf(sampleTable(20, 3)));
    for (const name of ['values', 'lists', 'pairs', 'label']) {
      const tensor = file.tensors.find((each) => each.name === name);
      assert.ok(tensor);
      const all = await values(file, name);
      for (let first = 0; first < all.length; first += 7)
        assert.deepEqual(
          [...(await file.read(tensor, first, 7 > all.length - first ? all.length - first : 7))],
          all.slice(first, first + 7),
        );
    }
  });

  for (const how of ['lz4', 'zstd'] as const) {
    it(`reads buffers compressed by ${how}`, async () => {
      for (const form of ['file', 'stream'] as const) {
        const file = await folder.openBytes(`${how}.${form}.arrow`, compressedFile(how, form));
        assert.deepEqual(
          await values(file, 'values'),
          [...numbers].flatMap((number, i) => [number, i]),
        );
      }
    });
  }

  it('says of columns of numbers only how many are missing, and counts items that lists lack', async () => {
    const pairs = [[1, null], null, [3, 4], [null, null]];
    const table = new Table({
      text: vectorFromArray(['a', null, 'c', null], new Utf8()),
      x: vectorFromArray([1, null, 3, null], new Float64()),
      pairs: vectorFromArray(pairs, new FixedSizeList(2, new Field('item', new Float32(), true))),
      lists: vectorFromArray(
        [
          [1, null],
          [2, 3],
          [4, 5],
          [6, 7],
        ],
        new List(new Field('item', new Float32(), true)),
      ),
    });
    const file = await folder.openBytes('missing.arrow', fileOf(table));
    assert.deepEqual(file.warnings, [
      'Missing values are read as NaN: 2 in x, 1 in pairs, 3 in items of pairs, 1 in items of lists.',
    ]);
    assert.deepEqual(await values(file, 'pairs'), [1, NaN, NaN, NaN, 3, 4, NaN, NaN]);
  });

  it('tells whole numbers as ids where they are stored as fractions, and no others', async () => {
    const column = (...numbers: (number | null)[]) => vectorFromArray(numbers, new Float64());
    const open = async (name: string, id: ReturnType<typeof column>) =>
      folder.openBytes(name, fileOf(new Table({ id, a: column(1, 2, 3), b: column(4, 5, 6) })));
    const file = await open('whole.arrow', column(100, null, 102));
    assert.deepEqual(await file.ids?.read(0, 3), ['100', '', '102']);
    assert.deepEqual(
      file.tensors.map(({ name, shape }) => [name, shape]),
      [
        ['id', [3]],
        ['values', [3, 2]],
      ],
    );
    const measured = await open('measured.arrow', column(0.5, 1, 2));
    assert.deepEqual([measured.ids, measured.tensors[0]?.shape], [undefined, [3, 3]]);
  });

  it('tells ids beyond 2^53 exactly', async () => {
    const table = new Table({
      id: vectorFromArray([2n ** 60n + 1n, -1n], new Int64()),
      a: vectorFromArray([1, 2], new Float64()),
    });
    const file = await folder.openBytes('ids.arrow', fileOf(table));
    assert.deepEqual(await file.ids?.read(0, 2), ['1152921504606846977', '-1']);
    assert.deepEqual(
      file.tensors.map(({ name, dtype }) => [name, dtype]),
      [
        ['id', 'int64'],
        ['a', 'float64'],
      ],
    );
  });

  it('reads texts that have views, as Polars writes them', async () => {
    const ids = ['row 1 of a table', 'é', 'twelve bytes', 'row 4 of a table'];
    const table = new Table([...viewTable().batches, ...viewTable().batches]);
    const file = await folder.openBytes('views.arrow', fileOf(table));
    assert.deepEqual(await file.ids?.read(1, 6), [...ids.slice(1), ...ids.slice(0, 3)]);
    assert.deepEqual([...(file.classes?.values() ?? [])], [['a name of more than twelve bytes', 'dog']]);
    assert.deepEqual(await values(file, 'label'), [1, 0, 1, NaN, 1, 0, 1, NaN]);
    const damaged = fileOf(viewTable());
    damaged.writeInt32LE(1000, damaged.indexOf('row ') + 8);
    const odd = await folder.openBytes('odd.arrow', damaged);
    await assert.rejects(
      () => odd.ids?.read(0, 4) ?? Promise.resolve(),
      new BadInput(`${odd.path}: column "id" is damaged: a text lies outside of it.`),
    );
  });

  it('reads no text where one is missing, whatever lies there', async () => {
    const text = makeData({
      type: new Utf8(),
      length: 2,
      nullCount: 1,
      nullBitmap: Uint8Array.of(1),
      valueOffsets: Int32Array.of(0, 1, 2),
      data: Buffer.from('ab'),
    });
    const x = vectorFromArray([1, 2], new Float32());
    const file = await folder.openBytes('gap.arrow', fileOf(new Table({ id: makeVector(text), x })));
    assert.deepEqual(await file.ids?.read(0, 2), ['a', '']);
  });

  it('reads lists of lists, and takes the names of classes from what `datasets` notes', async () => {
    const pair = new List(new Field('item', new List(new Field('item', new Float32()))));
    const columns = {
      image: vectorFromArray(
        [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [
            [7, 8, 9],
            [10, 11, 12],
          ],
        ],
        pair,
      ),
      fine: vectorFromArray([1, 0], new Int32()),
    };
    const plain = new Table(columns);
    const note = { info: { features: { fine: { names: ['apple', 'pear'], _type: 'ClassLabel' } } } };
    const schema = new Schema(plain.schema.fields, new Map([['huggingface', JSON.stringify(note)]]));
    const file = await folder.openBytes(
      'image.arrow',
      Buffer.from(tableToIPC(new Table(schema, plain.batches), 'stream')),
    );
    const [image, fine] = file.tensors;
    assert.ok(image && fine);
    assert.deepEqual(image.shape, [2, 2, 3]);
    assert.deepEqual([...(await file.read(image, 4, 5))], [5, 6, 7, 8, 9]);
    assert.deepEqual(file.classes?.get(fine), ['apple', 'pear']);
  });

  describe('a data set of several files', () => {
    const state = (...names: string[]): string =>
      JSON.stringify({ _data_files: names.map((filename) => ({ filename })), _fingerprint: 'f' });

    it('opens as one table, by its folder too', async () => {
      folder.write('set/a.arrow', streamOf(sampleTable(20)));
      folder.write('set/b.arrow', streamOf(sampleTable(20, 2)));
      folder.write('set/state.json', state('a.arrow', 'b.arrow'));
      const file = await folder.open(`${folder.path}/set`);
      assert.deepEqual(file.tensors[0]?.shape, [60, 4]);
      assert.deepEqual((await values(file, 'values')).slice(80, 84), [0, 0, 1, 2 ** 60]);
      assert.deepEqual((await values(file, 'label')).slice(19, 23), [0, 1, 0, 2]);
      folder.write('set/b.arrow', streamOf(sampleTable(20)));
      assert.equal(await file.changed(), true);
    });

    it('is refused where its files do not belong together', async () => {
      folder.write('odd/a.arrow', streamOf(sampleTable(20)));
      folder.write('odd/b.arrow', compressedFile('lz4', 'stream'));
      const path = folder.write('odd/state.json', state('a.arrow', 'b.arrow'));
      await assertRefused(
        () => folder.open(path),
        `${folder.path}/odd/b.arrow has other columns than ${folder.path}/odd/a.arrow: open them one by one.`,
      );
    });
  });
});
