import assert from 'node:assert/strict';
import { commonNotes } from '../../../../webviews/comparison/commonNotes';
import { cellOf } from './fixture';

const scoreOf = (measure: string, notes: readonly string[]) => cellOf(0, 0, 1, { measure, notes }).score;

describe('Notes of a pair', () => {
  it('are common when two measures or more have them', () => {
    const scores = [
      scoreOf('rsm.cka', ['Few rows.', 'Only here.']),
      scoreOf('cca.mean', ['Few rows.']),
      scoreOf('rsm.rsa', []),
    ];
    assert.deepEqual([...commonNotes(scores)], [['Few rows.', ['rsm.cka', 'cca.mean']]]);
  });

  it('are not common when one measure says the same twice', () => {
    assert.equal(commonNotes([scoreOf('rsm.cka', ['Few rows.', 'Few rows.'])]).size, 0);
  });
});
