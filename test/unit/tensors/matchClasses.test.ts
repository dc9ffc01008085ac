import assert from 'node:assert/strict';
import { matchClasses, type MatchedClasses } from '../../../server/tensors/matchClasses';

const match = (...lists: (string | undefined)[]): MatchedClasses =>
  matchClasses(
    lists.map((list, at) => ({
      ...{ file: `${'abc'[at] ?? ''}.csv`, isNumbers: list?.startsWith('#') === true },
      names: list?.replace('#', '').split(' '),
    })),
  );

describe('Matching classes by name', () => {
  it('numbers the classes of all models as the first does', () => {
    const { orders, notes } = match('cat dog emu', 'emu cat dog');
    assert.deepEqual(
      orders?.map(({ numbers }) => numbers),
      [
        [0, 1, 2],
        [2, 0, 1],
      ],
    );
    assert.deepEqual(notes, ['Classes matched by name: 3 of 3 in common.']);
  });

  it('numbers classes that others lack after those, and names them', () => {
    const { orders, notes } = match('cat dog', 'fox dog cat', 'dog cat');
    assert.deepEqual(orders?.[1], { numbers: [2, 1, 0], names: ['cat', 'dog', 'fox'] });
    assert.deepEqual(notes, ['Classes matched by name: 2 of 3 in common; not in all, but in b.csv: "fox".']);
  });

  it('looks behind words that say what the numbers are, where names are not the same as they stand', () => {
    const { orders } = match('logit_cat logit_dog', 'prob.dog prob.cat');
    assert.deepEqual(orders?.[1]?.numbers, [1, 0]);
    assert.deepEqual(match('p_a p_b', 'p_b p_a').orders?.[0]?.names, ['p_a', 'p_b']);
    assert.throws(() => match('logit_cat dog', 'prob_cat prob_bird'), /no name in common/);
  });

  it('goes by position where a file names none, and says so', () => {
    assert.deepEqual(match(undefined, undefined), { orders: undefined, notes: [] });
    const { orders, notes } = match('cat dog', undefined);
    assert.equal(orders, undefined);
    assert.deepEqual(notes, ['Classes are matched by position: only a.csv names them.']);
  });

  it('refuses numbers of named classes beside classes without names', () => {
    assert.throws(
      () => match(undefined, '#cat dog'),
      /^BadInput: b\.csv has classes by name \("cat", "dog"\) and a\.csv does not say what it calls its own: .*, or match the classes by position\.$/,
    );
  });

  it('refuses names that stand twice in a file, and files with no name in common', () => {
    assert.throws(
      () => match('cat dog cat', 'cat dog emu'),
      /a\.csv has two classes called "cat" \(0 and 2, counted from 0\)/,
    );
    assert.throws(
      () => match('cat dog', 'emu fox'),
      /no name in common: a\.csv has "cat", "dog", b\.csv has "emu", "fox"/,
    );
  });
});
