import assert from 'node:assert/strict';
import { byFamily, invarianceWords } from '../../../../webviews/comparison/families';
import { describeMeasure } from './fixture';

describe('families and invariances', () => {
  it('does not say twice what a wider invariance implies', () => {
    assert.equal(invarianceWords(describeMeasure()), 'Unchanged by rotation and reflection, scaling');
    assert.equal(
      invarianceWords({ invariances: { permutation: true, affine: true } }),
      'Unchanged by affine maps',
    );
    assert.equal(invarianceWords({ invariances: {} }), 'Changed by every transformation');
  });

  it('puts families in the order of the survey and unknown ones last', () => {
    const groups = byFamily(['new', 'neighbours', 'cca', 'neighbours'], (family) => family);
    assert.deepEqual(groups, [
      ['cca', ['cca']],
      ['neighbours', ['neighbours', 'neighbours']],
      ['new', ['new']],
    ]);
  });
});
