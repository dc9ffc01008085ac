import assert from 'node:assert/strict';
import { parseCall } from '../../../server/measures/call';
import { score } from '../../../server/measures/score';
import { build, entryOf, prepared, random, scoreOf } from './inputs';

const noise = random(20, 4, 1);
const identity = build(12, 12, (i, j) => (i === j ? 1 : 0));

describe('The measures of neighbours', () => {
  for (const measure of ['jaccard', 'rank', 'joint', 'second_order_cos']) {
    it(`say why there is no ${measure} with as many neighbours as rows`, () => {
      const { value, status, reason } = scoreOf(`${measure}(k: 20)`, noise, noise);
      assert.deepEqual([value, status], [null, 'undefined']);
      assert.match(reason ?? '', /more rows than neighbours: k is 20 and there are 20 rows\.$/);
    });

    it(`tell of rows without direction in ${measure}`, () => {
      const holed = build(20, 4, (i, j) => (i < 3 ? 0 : entryOf(noise, i, j)));
      const { notes } = scoreOf(measure, noise, holed);
      assert.match(notes[0] ?? '', /^Second input has 3 zero rows, which have no direction/);
    });
  }

  it('have no second-order cosine where all neighbours are at right angles', () => {
    const { value, status, reason } = scoreOf('second_order_cos', identity, identity);
    assert.deepEqual([value, status], [null, 'degenerate']);
    assert.match(reason ?? '', /every instance has cosine 0 to all its neighbours/);
  });

  it('have no cosine distances to compare where all rows point the same way', () => {
    const rays = build(20, 4, (i, j) => (i + 1) * (j + 1));
    const { value, status } = scoreOf('second_order_cos(compat: resi)', noise, rays);
    assert.deepEqual([value, status], [null, 'degenerate']);
  });

  it('leave out of the second-order cosine instances that have none, and say how many', () => {
    const holed = build(20, 4, (i, j) => (i < 3 ? 0 : entryOf(noise, i, j)));
    const call = parseCall('second_order_cos(k: 5)');
    const {
      value,
      notes,
      perInstance = [],
    } = score(call, prepared(noise), prepared(holed), {
      perInstance: true,
    });
    assert.match(notes[1] ?? '', /^3 instances have cosine 0 to all their neighbours in an input/);
    assert.equal(perInstance.length, 20);
    const counted = perInstance.slice(3);
    const mean = counted.reduce((sum, each) => sum + each, 0) / counted.length;
    assert.ok(value !== null && Math.abs(value - mean) < 1e-12);
  });

  it('have one value for each instance, of which the score is the mean', () => {
    for (const measure of ['jaccard', 'rank', 'joint', 'second_order_cos']) {
      const [x, y] = [prepared(noise), prepared(random(20, 6, 2))];
      const { value, perInstance = [] } = score(parseCall(measure), x, y, { perInstance: true });
      assert.equal(perInstance.length, 20);
      const mean = perInstance.reduce((sum, each) => sum + each, 0) / 20;
      assert.ok(value !== null && Math.abs(value - mean) < 1e-12);
    }
  });
});
