import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Folder } from '../../../corpus/folder';
import { GgufWriter } from '../../../corpus/ggufWriter';
import { float32s } from '../../../corpus/writers';

const w = new GgufWriter();

/** Part `number` (from 1 on) with one tensor of that value. */
function part(number: number, count: number, tensors = count): Buffer {
  return w.file({
    keys: [
      w.key('split.no', 2, w.u16(number - 1)),
      w.key('split.count', 2, w.u16(count)),
      w.key('split.tensors.count', 5, w.u32(tensors)),
    ],
    tensors: [w.tensor(`t${number}`, [1], 0, 0)],
    data: float32s(number),
  });
}

const names = ({ tensors }: { tensors: readonly { name: string }[] }): string[] =>
  tensors.map(({ name }) => name);

describe('GGUF in parts', () => {
  const folder = new Folder();

  it('opens all parts by the first one', async () => {
    folder.write('all/m-00002-of-00003.gguf', part(2, 3));
    folder.write('all/m-00003-of-00003.gguf', part(3, 3));
    const file = await folder.openBytes('all/m-00001-of-00003.gguf', part(1, 3));
    assert.deepEqual(file.warnings, []);
    assert.deepEqual(names(file), ['t1', 't2', 't3']);
    const values = await Promise.all(
      file.tensors.map(async (tensor) => [...(await file.read(tensor, 0, 1))]),
    );
    assert.deepEqual(values, [[1], [2], [3]]);
    assert.equal(file.bytes, 3 * part(1, 3).length);
    assert.equal(await file.changed(), false);
    folder.write('all/m-00003-of-00003.gguf', part(3, 3));
    assert.equal(await file.changed(), true);
  });

  it('says of another part which one to open', async () => {
    const file = await folder.openBytes('other/m-00002-of-00003.gguf', part(2, 3));
    assert.deepEqual(file.warnings, [
      'Part 2 of 3: open "m-00001-of-00003.gguf" for the tensors of all parts.',
    ]);
    assert.deepEqual(names(file), ['t2']);
  });

  it('leaves out parts that are missing, damaged or of another model, and says so', async () => {
    folder.write('some/m-00003-of-00004.gguf', part(2, 4));
    folder.write('some/m-00004-of-00004.gguf', 'GGUF');
    const file = await folder.openBytes('some/m-00001-of-00004.gguf', part(1, 4));
    const at = (number: number): string => join(folder.path, 'some', `m-0000${number}-of-00004.gguf`);
    assert.deepEqual(file.warnings, [
      `Left out: part 2 of 4. ${at(2)} does not exist.`,
      `Left out: part 3 of 4. ${at(3)} does not say that it is part 3 of 4.`,
      `Left out: part 4 of 4. ${at(4)} is cut short: a GGUF header has at least 24 bytes, and the file has 4; copy or download it again.`,
    ]);
    assert.deepEqual(names(file), ['t1']);
  });

  it('looks for no other parts where the name does not say that there are some', async () => {
    for (const name of ['m.gguf', 'm-00002-of-00003.gguf', 'm-00001-of-00002.gguf']) {
      const file = await folder.openBytes(`odd/${name}`, part(1, 3));
      assert.deepEqual(file.warnings, [
        'Part 1 of 3 of a split model, of which the others are not opened: its name does not say so.',
      ]);
    }
    const many = await folder.openBytes('odd/m-00001-of-05000.gguf', part(1, 5000));
    assert.deepEqual(many.warnings, [
      'Part 1 of 5000 of a split model, of which the others are not opened: more than 1000 are not.',
    ]);
  });

  it('tells when the parts hold more or fewer tensors than the first one counts', async () => {
    folder.write('count/m-00002-of-00002.gguf', part(2, 2));
    const file = await folder.openBytes('count/m-00001-of-00002.gguf', part(1, 2, 9));
    assert.deepEqual(file.warnings, ['The first part counts 9 tensors in all parts, which hold 2.']);
  });
});
