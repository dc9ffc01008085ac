import assert from 'node:assert/strict';
import { measureList, timeWords } from '../../../../client/measures/measureList';
import type { ComparisonCosts } from '../../../../server/protocol';
import { describeMeasure } from '../../webviews/comparison/fixture';

const measures = [
  describeMeasure({ id: 'a', title: 'A', familyTitle: 'First' }),
  describeMeasure({ id: 'b', title: 'B', familyTitle: 'Second', unchangedBy: [] }),
  describeMeasure({ id: 'c', title: 'C', familyTitle: 'First' }),
];

const costs: ComparisonCosts = {
  kind: 'activations',
  pairs: 9,
  widest: { rows: 60, columns: [128, 64] },
  labels: false,
  measures: [
    { measure: 'a', seconds: 40, bytes: 1, pairs: 9 },
    {
      measure: 'b',
      seconds: 0.2,
      bytes: 1,
      pairs: 6,
      reason: 'needs as many columns on both sides: 4 and 6',
    },
    { measure: 'c', seconds: null, bytes: 0, pairs: 0, reason: 'needs more rows than columns: 60 < 128' },
  ],
};

describe('The list of measures to choose from', () => {
  it('has the measures by family with what each does not see, before the times are known', () => {
    const list = measureList(measures);
    assert.deepEqual(
      list.map(({ heading, entries }) => [heading, entries.map(({ title }) => title)]),
      [
        ['First', ['A', 'C']],
        ['Second', ['B']],
      ],
    );
    const [a] = list[0]?.entries ?? [];
    assert.deepEqual([a?.description, a?.detail], ['', 'Unchanged by rotation and reflection, scaling']);
  });

  it('says what each takes, for how many pairs where it is not all, and why others do not apply', () => {
    const list = measureList(measures, costs);
    const entry = (id: string) => list.flatMap(({ entries }) => entries).find((one) => one.id === id);
    assert.equal(entry('a')?.description, 'about 40 seconds');
    assert.equal(
      entry('b')?.detail,
      'Changed by every transformation · 6 of 9 pairs, for it needs as many columns on both sides: 4 and 6',
    );
    assert.equal(list.at(-1)?.heading, 'do not apply to these layers');
    assert.equal(entry('c')?.detail, 'C needs more rows than columns: 60 < 128');
  });

  it('says times as people do', () => {
    assert.deepEqual([0.3, 1, 60, 120, 7200].map(timeWords), [
      'less than a second',
      'about 1 second',
      'about 60 seconds',
      'about 2 minutes',
      'about 2 hours',
    ]);
  });
});
