import assert from 'node:assert/strict';
import { randomFrom, sample, shuffle } from '../../../server/linalg/random';
import { joinRows, placesOf } from '../../../server/tensors/joinRows';
import { packNames, sameNames, unpackNames } from '../../../server/tensors/rowNames';

describe('Names of rows', () => {
  it('are what they were when they are unpacked, and alike only where they are all equal', () => {
    const names = ['', 'a', 'bc', 'Ünïcode ☃', '', 'a,"b"', 'x'.repeat(100_000), '0'];
    assert.deepEqual([...unpackNames(packNames(names))], names);
    assert.ok(sameNames(packNames(names), packNames([...names])));
    assert.ok(!sameNames(packNames(['ab', 'c']), packNames(['a', 'bc'])));
    assert.ok(!sameNames(packNames(['a', 'b']), packNames(['b', 'a'])));
    assert.deepEqual([...unpackNames(packNames([]))], []);
  });
});

describe('Joining rows by id', () => {
  it('finds what a search for every id finds, whatever the orders and however many files', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomFrom(seed);
      const files = Array.from({ length: 2 + random.below(3) }, () => {
        const ids = Array.from(sample(5 + random.below(20), 30, random), (number) => `id${number}`);
        shuffle(ids as unknown as number[], random);
        return ids;
      });
      const join = await joinRows(files.map(packNames));
      const common = files[0]?.filter((id) => files.every((ids) => ids.includes(id))) ?? [];
      assert.equal(join.kind, 'joined');
      assert.deepEqual(
        join.rows.map((some) => [...some]),
        files.map((ids) => common.map((id) => ids.indexOf(id))),
      );
      assert.deepEqual(
        join.left,
        files.map(({ length }) => length - common.length),
      );
    }
  });

  it('leaves equal ids as they are, even where some come twice', async () => {
    const names = packNames(['a', 'b', 'a']);
    assert.deepEqual(await joinRows([names, packNames(['a', 'b', 'a'])]), { kind: 'same' });
    assert.deepEqual(await joinRows([names, packNames(['b', 'a', 'a'])]), {
      kind: 'repeated',
      file: 0,
      id: 'a',
      rows: [0, 2],
    });
  });

  it('joins no row without an id', async () => {
    const join = await joinRows([packNames(['', 'a', '']), packNames(['a', '', 'b'])]);
    assert.deepEqual(join, {
      kind: 'joined',
      rows: [Int32Array.of(1), Int32Array.of(0)],
      left: [2, 2],
    });
  });

  it('is no matter of names that objects have', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    assert.deepEqual(await placesOf(packNames(names)), new Map(names.map((name, row) => [name, row])));
  });

  it('lets others take their turn, and ends where they say so', async () => {
    const many = packNames(Array.from({ length: 2000 }, (_, i) => String(i)));
    let breaths = 0;
    const counting = (): Promise<void> | undefined =>
      ++breaths > 1000 ? Promise.reject(new Error('stop')) : undefined;
    await assert.rejects(joinRows([many, packNames(['1'])], counting), /stop/);
    assert.equal(breaths, 1001);
  });
});
