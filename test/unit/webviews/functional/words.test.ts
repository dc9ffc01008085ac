import assert from 'node:assert/strict';
import type { OutputsKind, OutputsReport } from '../../../../server/protocol';
import {
  choiceWords,
  foundKind,
  foundWords,
  noneWords,
  outcomeWords,
  shortNames,
  summaryWords,
} from '../../../../webviews/functional/words';

const names = ['seed0', 'seed1'] as const;

describe('The words of the outputs view', () => {
  it('call two files by what tells them apart', () => {
    assert.deepEqual(shortNames('seed0/logits.npy', 'seed1/logits.npy'), ['seed0', 'seed1']);
    assert.deepEqual(shortNames('a.npy', 'b.npy'), ['a.npy', 'b.npy']);
    assert.deepEqual(shortNames('run/a.npy', 'run/b.npy'), ['run/a.npy', 'run/b.npy']);
    assert.deepEqual(shortNames('a.npy', 'a.npy'), ['a.npy (1)', 'a.npy (2)']);
  });

  it('say how often predictions differ, and what accuracies allow only where they are known', () => {
    const report = { rows: 2000, disagreement: { share: 0.049, byChance: 0.899, kappa: 0.945 } };
    const words = (disagreement: Partial<OutputsReport['disagreement']>): string =>
      summaryWords({ ...report, disagreement: { ...report.disagreement, ...disagreement } } as OutputsReport);
    assert.match(words({}), /^Predictions differ on 4\.9 % of 2,000 instances\. Answering .* on 89\.9 %\.$/);
    assert.match(words({ least: 0.004, most: 0.1236 }), /Their accuracies alone allow 0\.4 % to 12\.4 %\./);
  });

  it('say what is listed', () => {
    assert.equal(choiceWords({}, names, undefined), 'Least similar instances first');
    assert.equal(choiceWords({ outcome: 'onlyY' }, names, undefined), 'Only seed1 right');
    const classes = ['cat', 'dog'];
    assert.equal(
      choiceWords({ classX: 1, classY: 0 }, names, classes),
      'seed0 answers dog, seed1 answers cat',
    );
    assert.equal(choiceWords({ classX: 7 }, names, classes), 'seed0 answers 7');
    assert.equal(outcomeWords('bothWrongSame', names), 'Both wrong, same answer');
  });

  it('say what to do where no tensor is called like outputs, and only there', () => {
    const none = { found: false, unfit: false, reason: 'None.', choices: [3, 1] } as const;
    assert.equal(noneWords(none), 'None. Choose above which tensor of each file its outputs are.');
    assert.equal(noneWords({ ...none, choices: [3, 0] }), 'None.');
    assert.equal(noneWords({ ...none, unfit: true }), 'None.');
  });

  it('say of which kind the outputs were found to be, of each file where they differ', () => {
    const of = (x: OutputsKind, y: OutputsKind): string =>
      foundKind({ x: { kind: x }, y: { kind: y } } as OutputsReport);
    assert.equal(of('logits', 'logits'), 'As found: logits');
    assert.equal(of('one-hot', 'classes'), 'As found: one-hot classes, class numbers');
  });

  it('say what was found, what it is taken for and why', () => {
    const side = {
      path: '/a/logits.npy',
      tensor: 'array',
      shape: [2000, 10],
      why: 'it is the only tensor of a file called logits',
      kind: 'logits',
      kindWhy: 'its rows are no probabilities',
      accuracy: 0.9405,
      choices: 1,
    } as const;
    const words =
      'array [2000 × 10] (it is the only tensor of a file called logits), taken for logits because its rows are no probabilities';
    assert.equal(foundWords({ ...side, accuracy: null }), words);
    assert.equal(foundWords(side), `${words}; 94.05 % right`);
  });
});
