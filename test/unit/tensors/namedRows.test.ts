import assert from 'node:assert/strict';
import { parseRows, printRows } from '../../../server/tensors/rowSelection';

describe('Rows selected by name', () => {
  it('are read as they are written', () => {
    for (const text of [
      'label=3',
      'label in 3, 5, 7',
      'label=golden retriever',
      'id=img7.png',
      'id in a, b c, "d, e", "say ""hi"""',
      'id in ids.txt',
      'id in /some folder/list.csv',
      'label=" blank"',
    ])
      assert.equal(printRows(parseRows(text)), text);
    assert.deepEqual(parseRows('labels in cat,dog , cat'), { kind: 'labels', names: ['cat', 'dog'] });
    assert.deepEqual(parseRows('class = 3'), { kind: 'labels', names: ['3'] });
    assert.deepEqual(parseRows('ids in x'), { kind: 'ids', names: ['x'] });
  });

  it('are those a file lists where one name is that of a list, unless it is in quotes or after =', () => {
    assert.deepEqual(parseRows('id in list.npy'), { kind: 'idFile', path: 'list.npy' });
    assert.deepEqual(parseRows('id in "list.npy"'), { kind: 'ids', names: ['list.npy'] });
    assert.deepEqual(parseRows('id=list.txt'), { kind: 'ids', names: ['list.txt'] });
    assert.deepEqual(parseRows('id in img1.png'), { kind: 'ids', names: ['img1.png'] });
  });

  it('are refused with a sentence when they name nothing', () => {
    for (const [text, message] of [
      ['label=', /^"label=" does not name rows: write names with commas between/],
      ['label in 3,,5', /does not name rows/],
      ['id in a, "b', /does not name rows/],
      ['id in a"b', /does not name rows/],
      ['label=3, 5', /^"label=3, 5" has several names after =: write in, as in label in 3, 5\.$/],
      ['label 3', /selects no rows: write all, a range .*label=3, id=img7, or id in ids\.txt\.$/],
      ['labelled=3', /selects no rows/],
    ] as const)
      assert.throws(() => parseRows(text), { name: 'BadInput', message }, text);
  });

  it('have seeds up to one limit, which is told', () => {
    assert.equal(printRows(parseRows('sample 5 seed 9007199254740991')), 'sample 5 seed 9007199254740991');
    assert.throws(() => parseRows('sample 5 seed 9007199254740992'), {
      name: 'BadInput',
      message: 'The seed 9007199254740992 is too large: seeds are whole numbers up to 9007199254740991.',
    });
  });
});
