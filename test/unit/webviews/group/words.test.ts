import assert from 'node:assert/strict';
import type { GroupReport, Score } from '../../../../server/protocol';
import {
  baselineWords,
  memberWords,
  subjectLine,
  summaryWords,
  votesOf,
} from '../../../../webviews/group/words';

const score = (measure: string, value: number | null): Score => ({
  ...{ measure, parameters: {}, value, n: 200, notes: [] },
  status: value === null ? 'undefined' : 'ok',
});

const member = {
  path: '/a.npy',
  tensor: 'logits',
  shape: [200, 3],
  why: 'it is called logits',
  accuracy: null,
};

function report(of: GroupReport['of'], scores: readonly Score[]): GroupReport {
  const models = [member, member, member];
  return { found: true, stamp: 'a', of, models, hasOutputs: true, layers: [], rows: 200, scores, notes: [] };
}

describe('The words of a set of models', () => {
  it('say on how many instances all agree, and nothing of it where that is not known', () => {
    assert.equal(
      summaryWords(report('outputs', [score('hard.ambiguity', 0.05)])),
      'All 3 models give the same answer to 95 % of 200 instances; on the other 5 % they differ.',
    );
    assert.equal(
      summaryWords(report('outputs', [score('hard.ambiguity', 0)])),
      'All 3 models give the same answer to 100 % of 200 instances.',
    );
    assert.equal(
      summaryWords(report('outputs', [score('hard.ambiguity', null)])),
      'Outputs of 3 models for 200 instances.',
    );
  });

  it('name the layer that is compared', () => {
    assert.equal(summaryWords(report('activations', [])), 'logits of 3 models: activations of 200 rows.');
  });

  it('say what a picture of the pairs is of', () => {
    assert.equal(subjectLine(report('outputs', [])), 'Outputs of 3 models, 200 instances');
    assert.equal(subjectLine(report('activations', [])), 'logits of 3 models, 200 rows');
  });

  it('say what changes where the baseline is replaced', () => {
    const outputs = {
      replacements: [
        { share: 0.035, by: 2 },
        { share: 0, by: 0 },
      ],
    };
    const names = ['a', 'b', 'c'];
    assert.equal(
      baselineWords(0, outputs, names),
      'Replacing a by another of these models changes up to 3.5 % of its answers (by c).',
    );
    assert.equal(
      baselineWords(1, outputs, names),
      'Replacing b by another of these models changes no answer.',
    );
  });

  it('say what was found in a file and what it is taken for', () => {
    assert.equal(memberWords(member), 'logits [200 × 3] (it is called logits)');
    const taken = { ...member, kind: 'logits', kindWhy: 'its rows are no probabilities' } as const;
    assert.match(memberWords(taken), /, taken for logits because its rows are no probabilities$/);
  });

  it('count the votes for each class, the most frequent first and of equals the first', () => {
    assert.deepEqual(votesOf([4, 7, 7, 1]), [
      [7, [1, 2]],
      [4, [0]],
      [1, [3]],
    ]);
  });
});
