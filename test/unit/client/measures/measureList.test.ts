import assert from 'node:assert/strict';
import { measureList, timeWords } from '../../../../client/measures/measureList';
import type { ComparisonCosts } from '../../../../server/protocol';
import { allMeasures } from '../../../../server/measures/catalogue';
import { defaultsOf } from '../../../../server/measures/complete';
import { describeMeasure as describeMeasureOf } from '../../../../server/measures/describe';
import { describeMeasure } from '../../webviews/comparison/fixture';

const measures = [
  describeMeasure({ id: 'x.a', title: 'A', familyTitle: 'First' }),
  describeMeasure({ id: 'b', title: 'B', familyTitle: 'Second', unchangedBy: [] }),
  describeMeasure({ id: 'c', title: 'C', familyTitle: 'First' }),
];

const costs: ComparisonCosts = {
  kind: 'activations',
  pairs: 9,
  widest: { rows: 60, columns: [128, 64] },
  labels: false,
  measures: [
    { measure: 'x.a', seconds: 40, bytes: 1, slow: false, pairs: 9 },
    {
      measure: 'b',
      seconds: 0.2,
      bytes: 1,
      slow: false,
      pairs: 6,
      reason: 'needs as many columns on both sides: 4 and 6',
    },
    {
      measure: 'c',
      seconds: null,
      bytes: 0,
      slow: false,
      pairs: 0,
      reason: 'needs more rows than columns: 60 < 128',
    },
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
    assert.deepEqual(
      [a?.description, a?.detail],
      ['a · First', 'Unchanged by rotation and reflection, scaling, and so by permutation of neurons'],
    );
  });

  it('says what each takes, for how many pairs where it is not all, and why others do not apply', () => {
    const list = measureList(measures, costs);
    const entry = (id: string) => list.flatMap(({ entries }) => entries).find((one) => one.id === id);
    assert.equal(entry('x.a')?.description, 'a · First · about 40 seconds');
    assert.equal(
      entry('b')?.detail,
      'Changed by every transformation · 6 of 9 pairs, for it needs as many columns on both sides: 4 and 6',
    );
    assert.equal(list.at(-1)?.heading, 'do not apply to these layers');
    assert.equal(entry('c')?.description, 'c · First');
    assert.match(entry('c')?.detail ?? '', /^Needs more rows than columns: 60 < 128 · Unchanged by /);
  });

  it('has the words that real measures are searched by: family, id, and every change they do not see', () => {
    const real = allMeasures.map(describeMeasureOf);
    const entries = measureList(real).flatMap((group) => group.entries);
    const found = (word: string) =>
      entries.filter(({ title, description, detail }) => `${title} ${description} ${detail}`.includes(word));
    const permuted = allMeasures.filter((measure) => measure.invariances(defaultsOf(measure)).permutation);
    assert.deepEqual(
      new Set(found('permutation').map(({ id }) => id)),
      new Set(permuted.map(({ id }) => id)),
    );
    for (const id of ['rsm.cka', 'align.procrustes', 'cca.mean'])
      assert.ok(
        found('permutation').some((one) => one.id === id),
        id,
      );
    assert.ok(found('Alignment').some(({ id }) => id === 'align.procrustes'));
    assert.deepEqual(
      found('imd').map(({ id }) => id),
      ['topo.imd'],
    );
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
