import assert from 'node:assert/strict';
import { averageRanks } from '../../../server/measures/preparations/averageRanks';
import { dissimilarities } from '../../../server/measures/preparations/dissimilarities';
import { build, entryOf, prepared, random, scoreOf } from './inputs';

const [x, y] = [random(20, 6, 1), random(20, 9, 2)];

describe('what is said with few or equal rows', () => {
  it('warns that two rows give a CKA of 1 and one row an angle of 0 whatever they hold', () => {
    const two = scoreOf('cka', random(2, 3, 1), random(2, 5, 2));
    assert.equal(two.value, 1);
    assert.match(two.notes.join(' '), /is 1 for any two rows/);
    const one = scoreOf('angular', random(1, 3, 1), random(1, 5, 2));
    assert.ok((one.value ?? 1) < 1e-7);
    assert.match(one.notes.join(' '), /is 0 for any single row/);
  });

  const trivial = [
    [
      1,
      'is 0 for any single row',
      ['concentricity', 'uniformity', 'procrustes(scale: frobenius)', 'rsm.norm(centre: yes)'],
    ],
    [
      1,
      'is 0 for any single row',
      ['soft_matching(scale: none)', 'procrustes(centre: yes)', 'uniformity(rows: unit)'],
    ],
    [
      2,
      'is 0 for any two rows',
      ['partial_whitening', 'partial_whitening(scale: frobenius, distance: euclidean)'],
    ],
    [
      2,
      'is 0 for any two rows',
      ['angular(centre: yes)', 'procrustes(centre: yes, scale: frobenius)', 'gulp(lambda: 1)'],
    ],
    [
      2,
      'is 1 for any two rows',
      ['svcca', 'nbs(centre: yes)', 'aligned_cosine(centre: yes)', 'rank(k: 1)', 'joint(k: 1)'],
    ],
    [5, 'is 1 where k takes in all other rows', ['jaccard(k: 4)']],
  ] as const;
  for (const [rows, clause, calls] of trivial) {
    it(`says that the value ${clause}, where it is: ${calls.join(', ')}`, () => {
      for (const call of calls) {
        for (const seed of [1, 5, 9]) {
          const { value, notes } = scoreOf(call, random(rows, 3, seed), random(rows, 5, seed + 1));
          assert.ok(notes.join(' ').includes(clause), `${call} ${notes.join(' ')}`);
          assert.ok(Math.abs((value ?? NaN) - (clause.startsWith('is 1') ? 1 : 0)) < 1e-7, call);
        }
        const enough = scoreOf(call, random(20, 3, 1), random(20, 5, 2));
        assert.ok(!enough.notes.join(' ').includes(clause), call);
      }
    });
  }

  it('does not warn that a single row of weights might be in another order', () => {
    const of = (rows: number): string =>
      scoreOf('procrustes', random(rows, 3, 1), random(rows, 3, 2), 'weights').notes.join(' ');
    assert.doesNotMatch(of(1), /same unit in both/);
    assert.match(of(9), /same unit in both/);
  });

  it('says of ContraSim on how many rows it trained and of how many the value is', () => {
    const { notes } = scoreOf('contrasim(epochs: 1)', x, y);
    assert.match(notes.join(' '), /held-out estimate: .* trained on 14 rows, the value is of the 6 others/);
  });

  it('says of distances that unrelated data come out close, not high', () => {
    const [wide, other] = [random(5, 30, 1), random(5, 30, 2)];
    assert.match(scoreOf('procrustes', wide, other).notes.join(' '), /unrelated data come out close/);
    assert.match(scoreOf('cka', wide, other).notes.join(' '), /unrelated data score high/);
  });

  it('takes all pairs of equal rows as exactly alike, so that their ranks tie', () => {
    const thrice = build(60, 6, (i, j) => entryOf(x, Math.floor(i / 3), j));
    for (const inner of ['pearson', 'cosine'] as const) {
      const { values } = prepared(thrice).get(dissimilarities(inner));
      assert.equal(values.filter((value) => value === 0).length, 60);
      const ranks = averageRanks(values, () => undefined);
      assert.equal(ranks.filter((rank) => rank === 30.5).length, 60);
    }
  });

  it('gives the mean overlap of random neighbour lists as the chance level of k-NN Jaccard', () => {
    const chance = (k: number): number => scoreOf(`jaccard(k: ${k})`, x, y).chance ?? NaN;
    // One neighbour: both lists hold the same one of 19 once in 19 times.
    assert.ok(Math.abs(chance(1) - 1 / 19) < 1e-12);
    // Two: 34/171 of the pairs of lists share one of three, 1/171 both.
    assert.ok(Math.abs(chance(2) - (34 / 171 / 3 + 1 / 171)) < 1e-12);
    // Hypergeometric probabilities summed with exact binomial coefficients.
    assert.ok(Math.abs(chance(10) - 0.3650675261241272) < 1e-12);
    assert.ok(Math.abs(chance(19) - 1) < 1e-12);
  });
});
