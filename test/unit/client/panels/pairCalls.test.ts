import assert from 'node:assert/strict';
import { affectedBy, callOf, samePairs, sameReading } from '../../../../client/panels/pairCalls';
import { planOf } from '../../webviews/comparison/fixture';

const debiased = { id: 'rsm.cka', parameters: { estimator: 'debiased' } };
const by = (measure: { id: string; parameters: Record<string, string | number> }) =>
  planOf(2, 2, { measure });

describe('The measures of a chosen pair', () => {
  it("go by the comparison's own call, and by their defaults otherwise", () => {
    assert.deepEqual(callOf(by(debiased), 'rsm.cka'), debiased);
    assert.deepEqual(callOf(by(debiased), 'stat.gulp'), { id: 'stat.gulp', parameters: {} });
  });

  it('are computed anew where the comparison is by other parameters now', () => {
    const gulp = (lambda: number) => by({ id: 'stat.gulp', parameters: { lambda } });
    assert.deepEqual(affectedBy(gulp(0), gulp(0.01)), ['stat.gulp']);
    assert.deepEqual(affectedBy(gulp(0.01), gulp(0.01)), []);
  });

  it('are computed anew for both measures when each had or gets parameters of its own', () => {
    const shrunk = by({ id: 'rsm.riemann', parameters: { shrinkage: 0.1 } });
    assert.deepEqual(affectedBy(by(debiased), shrunk), ['rsm.riemann', 'rsm.cka']);
    assert.deepEqual(affectedBy(by(debiased), by({ id: 'rsm.rsa', parameters: {} })), ['rsm.cka']);
  });

  it('belong to the same pair as long as the layers are the same', () => {
    assert.ok(samePairs(planOf(2, 2), by(debiased)));
    assert.ok(!samePairs(planOf(2, 2), planOf(2, 3)));
  });

  it('are of another reading where dimensions or rows are others', () => {
    const mean = planOf(2, 2, { rule: 'mean' });
    assert.ok(!sameReading(mean, by(debiased)) && sameReading(mean, planOf(3, 3, { rule: 'mean' })));
    assert.ok(!sameReading(mean, planOf(2, 2, { rule: 'mean', rows: '0:10' })));
    assert.ok(samePairs(mean, planOf(2, 2)));
  });
});
