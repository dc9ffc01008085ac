import assert from 'node:assert/strict';
import { formatMeasureCall, parseMeasureCall } from '../../../../client/measures/measureCall';
import { parseCall } from '../../../../server/measures/call';
import { allMeasures } from '../../../../server/measures/catalogue';
import { describeMeasure } from '../../../../server/measures/describe';

const measures = allMeasures.map(describeMeasure);

describe('The notation of measures in the client', () => {
  for (const text of ['cka', 'rsm.cka(kernel: rbf, bandwidth: 0.4)', 'cka( estimator:biased )', 'svcca']) {
    it(`means what it means to the server: ${text}`, () => {
      assert.deepEqual(parseMeasureCall(text, measures), parseCall(text));
    });
  }

  it('writes what it reads', () => {
    const call = parseMeasureCall('cka(kernel: rbf, bandwidth: 0.4)', measures);
    assert.deepEqual(parseMeasureCall(formatMeasureCall(call), measures), call);
    assert.equal(formatMeasureCall({ id: 'a.b', parameters: {} }), 'a.b');
    assert.equal(formatMeasureCall({ id: 'a.b', parameters: { flag: true } }), 'a.b(flag: yes)');
  });

  it('refuses what is no measure or no parameter of it, with a sentence that names it', () => {
    assert.throws(() => parseMeasureCall('nonsense', measures), /no measure called "nonsense"/);
    assert.throws(() => parseMeasureCall('cka(colour: red)', measures), /no parameter "colour"/);
    assert.throws(() => parseMeasureCall('cka(', measures), /"cka\(" is not a measure/);
  });

  it('refuses a short name that two measures share', () => {
    const twin = { ...measures[0], id: 'other.cka' } as (typeof measures)[number];
    assert.throws(() => parseMeasureCall('cka', [...measures, twin]), /more than one measure/);
    assert.equal(parseMeasureCall('rsm.cka', [...measures, twin]).id, 'rsm.cka');
  });
});
