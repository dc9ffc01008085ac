import assert from 'node:assert/strict';
import { axesOf, choiceText, chosenOf, withAxes } from '../../../../client/comparisons/readingText';

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

  it('shows what a rule makes of a layer, or why it does not fit', () => {
    const mean = { rule: 'mean', text: 'mean over the positions' };
    const example = { tensor: 'conv1', shape: [2000, 64, 7, 7], matrix: [2000, 64] as const };
    assert.equal(
      choiceText({ ...mean, example }),
      'conv1: [2000, 64, 7, 7] becomes 2000 x 64 · mean over the positions',
    );
    assert.equal(choiceText({ ...mean, problem: 'It has no axis 9.' }), 'It has no axis 9.');
    assert.equal(choiceText(mean), 'mean over the positions');
  });

  it('keeps nothing of what is as usual', () => {
    assert.deepEqual(chosenOf('flatten', 'all'), { rule: undefined, rows: undefined });
    assert.deepEqual(chosenOf('mean', ' 0:10 '), { rule: 'mean', rows: '0:10' });
  });
});
