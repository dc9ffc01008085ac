import assert from 'node:assert/strict';
import { labelsWords } from '../../../../webviews/comparison/labelsWords';
import { cellOf } from './fixture';

describe('The line on labels in the pair view', () => {
  const { score } = cellOf(0, 0, 0.5);
  const labels = { name: 'labels.npy', fits: true };

  it('says which file they are from, and how many classes there are once a score tells', () => {
    assert.equal(labelsWords({ labels, scores: [score] }), 'Labels: labels.npy');
    const details = [
      { name: 'rank', value: 3 },
      { name: 'classes', value: 10 },
    ];
    assert.equal(
      labelsWords({ labels, scores: [score, { ...score, details }] }),
      'Labels: labels.npy (10 classes)',
    );
    const one = { ...score, details: [{ name: 'classes', value: 1 }] };
    assert.equal(labelsWords({ labels, scores: [one] }), 'Labels: labels.npy (1 class)');
  });

  it('says that there are none, or that they do not fit', () => {
    assert.equal(labelsWords({ labels: { name: null, fits: false }, scores: [] }), 'No labels');
    assert.equal(
      labelsWords({ labels: { ...labels, fits: false }, scores: [] }),
      'Labels: labels.npy (does not fit)',
    );
  });
});
