import assert from 'node:assert/strict';
import type { ModelFile } from '../../../../server/formats/format';
import { Folder } from '../../../corpus/folder';

describe('csv', function () {
  this.timeout(10_000);
  const folder = new Folder();
  let number = 0;
  const open = (text: string | Buffer, ending = 'csv'): Promise<ModelFile> =>
    folder.openBytes(`${number++}.${ending}`, text);

  /** All values of a tensor. */
  async function values(file: ModelFile, index = 0): Promise<number[]> {
    const tensor = file.tensors[index];
    assert.ok(tensor);
    return [
      ...(await file.read(
        tensor,
        0,
        tensor.shape.reduce((product, length) => product * length),
      )),
    ];
  }
  const shapes = (file: ModelFile): unknown =>
    file.tensors.map(({ name, dtype, shape }) => [name, dtype, shape]);

  it('makes one matrix of all columns of numbers', async () => {
    const file = await open('a,b\n1,2.5\n-3,4e1\n');
    assert.deepEqual(shapes(file), [['values', 'float64', [2, 2]]]);
    assert.deepEqual(await values(file), [1, 2.5, -3, 40]);
    assert.deepEqual(file.metadata, [
      ['separator', 'comma'],
      ['header', 'the first line'],
      ['columns of "values"', 'a, b'],
    ]);
  });

  it('finds separator, decimal mark and header', async () => {
    for (const [text, separator, header, all] of [
      ['1,2\n3,4\n', 'comma', 'none', [1, 2, 3, 4]],
      ['1;2\n3;4', 'semicolon', 'none', [1, 2, 3, 4]],
      ['1,5;2\n3;4,25\n', 'semicolon', 'none', [1.5, 2, 3, 4.25]],
      ['1\t2\r\n3\t4\r\n', 'tab', 'none', [1, 2, 3, 4]],
      ['1.0e+00 2.0e+00\n3.0e+00 4.0e+00\n', 'space', 'none', [1, 2, 3, 4]],
      ['7\n8\n', 'comma', 'none', [7, 8]],
      ['0,1,2\n5,6,7\n', 'comma', 'the first line', [5, 6, 7]],
      [',0,1\n0,5,6\n1,7,8\n', 'comma', 'the first line', [5, 6, 7, 8]],
      ['# a,b\n1,2\n', 'comma', 'the first line', [1, 2]],
      ['\ufeffa,b\n1,2\n', 'comma', 'the first line', [1, 2]],
      ['"a","b"\n"1","2"\n', 'comma', 'the first line', [1, 2]],
      ['1,2\n3,', 'comma', 'none', [1, 2, 3, NaN]],
    ] as const) {
      const file = await open(text);
      assert.deepEqual(Object.fromEntries(file.metadata).separator, separator, text);
      assert.deepEqual(Object.fromEntries(file.metadata).header, header, text);
      assert.deepEqual(await values(file), all, text);
    }
  });

  it('tells texts apart that are no UTF-8, as those of Western European spreadsheets', async () => {
    const file = await open(Buffer.from('id,x,label\n\xe4,2,\xf6\n\xf6,3,\xe4\n\x80,4,\xe4\n', 'latin1'));
    assert.deepEqual(await file.ids?.read(0, 3), ['ä', 'ö', '€']);
    assert.deepEqual([...(file.classes?.values() ?? [])], [['ä', 'ö']]);
    assert.deepEqual(await values(file, 2), [1, 0, 0]);
    assert.deepEqual(file.warnings, [
      'The text is no UTF-8 and is read as Windows-1252: if letters look wrong, save it as UTF-8.',
    ]);
    const late = 'x,label\n' + `${'1,a\n'.repeat(100_000)}2,`;
    await folder.refuses(
      'late.csv',
      Buffer.concat([Buffer.from(late), Buffer.from('\xe4\n3,\xf6\n', 'latin1')]),
      '@: row 100000 (counted from 0), column 1 holds text that is no UTF-8, as the first rows are: save the table as UTF-8.',
    );
    const cut = await open(`id,x\n${'ä,1\n'.repeat(60_000)}`);
    assert.deepEqual([cut.warnings, await cut.ids?.read(59_999, 1)], [[], ['ä']]);
  });

  it('keeps ids of more digits than float64 tells apart as texts', async () => {
    const file = await open('id,x\n9007199254740993,1\n9007199254740992,2\n');
    assert.deepEqual(shapes(file), [
      ['values', 'float64', [2, 1]],
      ['id', 'text', [2]],
    ]);
    assert.deepEqual(await file.ids?.read(0, 2), ['9007199254740993', '9007199254740992']);
    assert.deepEqual(await values(file), [1, 2]);
    assert.deepEqual(shapes(await open('a\n9007199254740993\n1\n')), [['values', 'float64', [2, 1]]]);
  });

  it('calls an empty column without a name by its position', async () => {
    const file = await open('a,b,\n1,2,\n3,4,\n');
    assert.deepEqual(file.warnings, ['Left out, because the first rows of them are empty: column 2.']);
  });

  it('gives classes numbers by the order of their names', async () => {
    const file = await open('f0,f1,label\n1,2,dog\n3,4,cat\n5,6,dog\n');
    assert.deepEqual(shapes(file), [
      ['values', 'float64', [3, 2]],
      ['label', 'int32', [3]],
    ]);
    assert.deepEqual(await values(file, 1), [1, 0, 1]);
    assert.deepEqual(file.metadata.at(-1), ['classes of "label"', '0 = cat, 1 = dog']);
    const [, label] = file.tensors;
    assert.ok(label);
    assert.deepEqual(file.classes?.get(label), ['cat', 'dog']);
  });

  it('leaves whole numbers with a role out of the matrix, but no measurements and no coordinates', async () => {
    const file = await open('id,target,a\n7,1,0.5\n8,0,1.5\n');
    assert.deepEqual(shapes(file), [
      ['values', 'float64', [2, 1]],
      ['id', 'int64', [2]],
      ['target', 'int64', [2]],
    ]);
    assert.deepEqual(await values(file, 2), [1, 0]);
    assert.deepEqual(shapes(await open('target,a\n0.5,1\n0.25,2\n')), [['values', 'float64', [2, 2]]]);
    assert.deepEqual(shapes(await open('x,y\n1,2\n3,4\n')), [['values', 'float64', [2, 2]]]);
  });

  it('tells the ids of rows, numbers too', async () => {
    const file = await open('name,a\n"x, 1",1\nx2,2\nx3,3\n');
    assert.deepEqual([file.ids?.column, file.ids?.count], ['name', 3]);
    assert.deepEqual(await file.ids?.read(0, 2), ['x, 1', 'x2']);
    assert.equal(file.tensors[1]?.unreadable, 'It names the rows: text is no number.');
    assert.deepEqual(await (await open('id,a\n007,1\n8,2\n')).ids?.read(0, 2), ['007', '8']);
    // Programs write whole numbers so where one of them is missing.
    const reals = await open('id,a\n100.0,1\n101.0,2\n,3\n');
    assert.deepEqual(await reals.ids?.read(0, 3), ['100', '101', '']);
    assert.equal((await open('id,a\n0.5,1\n1.5,2\n')).ids, undefined);
    assert.equal((await open('a,b\n1,2\n')).ids, undefined);
  });

  it('leaves out columns without anything, and says so', async () => {
    const file = await open('a,b,\n1,,\n2,,\n');
    assert.deepEqual(file.warnings, ['Left out, because the first rows of them are empty: b, column 2.']);
    assert.deepEqual(await values(file), [1, 2]);
  });

  it('reads any range of a table of several MiB, with quotes and without', async () => {
    for (const quote of ['', '"']) {
      const rows = 200_000;
      const text = Array.from({ length: rows }, (_, i) => `${quote}${i}${quote},${i / 8}\r\n`);
      text[150_000] = `${text[150_000] ?? ''}\r\n`;
      const file = await open(`a,b\r\n${text.join('')}`);
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual(tensor.shape, [rows, 2]);
      for (const first of [399_990, 0, 7, 123_457, 300_001, 300_011, 13]) {
        const expected = Array.from({ length: 10 }, (_, i) => {
          const row = Math.floor((first + i) / 2);
          return (first + i) % 2 === 0 ? row : row / 8;
        });
        assert.deepEqual([...(await file.read(tensor, first, 10))], expected, String(first));
      }
    }
  });

  it('counts rows of one character across the blocks it reads', async () => {
    const rows = 2 ** 20 + 5;
    for (const end of ['\n', '\r\n']) {
      const file = await open(`12${end}`.repeat(1) + `1${end}`.repeat(rows));
      assert.deepEqual(file.tensors[0]?.shape, [rows + 1, 1], JSON.stringify(end));
    }
  });
});
