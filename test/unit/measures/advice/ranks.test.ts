import assert from 'node:assert/strict';
import { allRanks, isDoubtful, ranksOf } from '../../../../server/measures/advice/ranks';
import { scenarios } from '../../../../server/measures/advice/scenarios';
import { allMeasures } from '../../../../server/measures/catalogue';

describe('The table of ranks', () => {
  it('gives every test a best measure and no rank beyond the number of those tested', () => {
    for (const scenario of scenarios) {
      const found = allRanks.filter((entry) => entry.scenario === scenario);
      assert.ok(
        found.some(({ rank }) => rank === 1),
        scenario.id,
      );
      for (const { rank, of } of found) assert.ok(Number.isInteger(rank) && rank >= 1 && rank <= of);
    }
  });

  it('has the 24 rows of the ReSi benchmark in each of its tests', () => {
    for (const scenario of scenarios.filter(({ source }) => source === 'ReSi benchmark')) {
      assert.equal(allRanks.filter((entry) => entry.scenario === scenario).length, 24, scenario.id);
    }
  });

  it('speaks of measures that there are', () => {
    const known = new Set(allMeasures.map(({ id }) => id));
    assert.deepEqual(
      allRanks.filter(({ measure }) => !known.has(measure)),
      [],
    );
  });

  it('says what the survey says of linear CKA', () => {
    const linear = ranksOf('rsm.cka').filter(({ variant }) => variant === 'linear');
    const place = (id: string) => linear.find(({ scenario }) => scenario.id === id)?.rank;
    assert.deepEqual(['noise', 'jsd-resi', 'dimensions', 'labels'].map(place), [undefined, 5, 2, 4]);
  });

  it('doubts the ranks of SVCCA and PWCCA in ReSi, and no others', () => {
    const doubted = allRanks.filter(isDoubtful);
    assert.equal(doubted.length, 14);
    assert.ok(doubted.every(({ measure }) => /^cca\.(sv|pw)cca$/.test(measure)));
  });
});
