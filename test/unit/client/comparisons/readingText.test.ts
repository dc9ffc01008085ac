import assert from 'node:assert/strict';
import {
  askedReading,
  axesOf,
  exampleText,
  chosenOf,
  idsText,
  idsWithFolder,
  isByLabel,
  rowsWithFolder,
  wholeReading,
  withAxes,
  withoutAxes,
} from '../../../../client/comparisons/readingText';

describe('The choice of dimensions and rows', () => {
  it('takes axes out of a rule and puts others in', () => {
    assert.equal(axesOf('mean(features: 1)'), 'features: 1');
    assert.equal(axesOf('mean'), '');
    assert.equal(
      withAxes('mean(features: 1)', ' instances: 1, features: 0 '),
      'mean(instances: 1, features: 0)',
    );
    assert.equal(withAxes('mean(features: 1)', ' '), 'mean');
  });

  it('shows what a rule makes of a layer', () => {
    const mean = { rule: 'mean', text: 'mean over the positions' };
    const example = { tensor: 'conv1', shape: [2000, 64, 7, 7], matrix: [2000, 64] as const };
    assert.equal(exampleText({ ...mean, example }), 'conv1: [2000, 64, 7, 7] becomes 2000 x 64');
    assert.equal(exampleText({ ...mean, problem: 'It has no axis 9.' }), '');
  });

  it('tells rules apart by their choices, not by their axes', () => {
    assert.equal(withoutAxes('resi(tokens: last, features: 1)'), 'resi(tokens: last)');
    assert.equal(withoutAxes('mean(instances: 1, features: 0)'), 'mean');
    assert.equal(withoutAxes('resi'), 'resi');
  });

  it('keeps nothing of what is as usual', () => {
    const nothing = { rule: undefined, rows: undefined, ids: undefined };
    assert.deepEqual(chosenOf({ rule: 'flatten', rows: 'all', ids: [] }), nothing);
    assert.deepEqual(chosenOf({ rule: 'mean', rows: ' 0:10 ', ids: ['none'] }), {
      rule: 'mean',
      rows: '0:10',
      ids: ['none'],
    });
    assert.deepEqual(wholeReading({}), { rule: 'flatten', rows: 'all', ids: [] });
    assert.deepEqual(askedReading(wholeReading({})), { rule: 'flatten', rows: 'all' });
    assert.deepEqual(askedReading(wholeReading({ ids: ['none'] })).ids, ['none']);
  });

  it('looks for lists of ids in the folder of the first file, where they name no other', () => {
    assert.equal(rowsWithFolder('id in list.txt', '/runs'), 'id in /runs/list.txt');
    assert.equal(rowsWithFolder('id in /other/list.txt', '/runs'), 'id in /other/list.txt');
    for (const other of ['id=list.txt', 'id in a.png, b.png', 'label in list.txt', '0:10'])
      assert.equal(rowsWithFolder(other, '/runs'), other);
    assert.deepEqual(idsWithFolder(' a.npy,/b.npz:ids, :sample_ids,none,', '/runs'), [
      '/runs/a.npy',
      '/b.npz:ids',
      ':sample_ids',
      'none',
    ]);
    assert.deepEqual(idsWithFolder('', '/runs'), []);
  });

  it('says by what rows belong together, and whether they are selected by labels', () => {
    assert.deepEqual([[], ['none'], ['a.npy', 'b.npy']].map(idsText), [
      'by the ids of the files',
      'by position',
      'by a.npy, b.npy',
    ]);
    assert.deepEqual(
      ['label=3', 'labels in 1, 2', 'class = x', 'id=label', 'sample 5', undefined].map(isByLabel),
      [true, true, true, false, false, false],
    );
  });
});
