import assert from 'node:assert/strict';
import { crossProduct } from '../../../server/measures/preparations/crossProduct';
import type { PairPreparation } from '../../../server/measures/prepared';
import { gaussian } from '../linalg/matrices';
import { prepared } from './inputs';

describe('What is made of a pair', () => {
  it('is made once while the pair lasts', () => {
    const [x, y] = [prepared(gaussian(20, 3, 1)), prepared(gaussian(20, 4, 2))];
    assert.equal(x.with(y, crossProduct(true)), x.with(y, crossProduct(true)));
  });

  it('leaves its memory to the next pair and has the same numbers there', () => {
    const x = prepared(gaussian(20, 3, 1));
    const first = x.with(prepared(gaussian(20, 4, 2)), crossProduct(true)).data;
    const y = prepared(gaussian(20, 4, 3));
    const { data } = x.with(y, crossProduct(true));
    assert.equal(data.buffer, first.buffer);
    const fresh = prepared(gaussian(20, 3, 1)).with(y, crossProduct(true));
    assert.deepEqual(data, fresh.data);
  });

  it('gives what was made to the next pair only', () => {
    const given: (number[] | undefined)[] = [];
    const list: PairPreparation<number[]> = {
      id: 'list',
      make: (_x, _y, spent) => {
        given.push(spent);
        return [given.length];
      },
    };
    const x = prepared(gaussian(20, 3, 1));
    const partners = [2, 3, 4].map((seed) => prepared(gaussian(20, 4, seed)));
    for (const y of partners) x.with(y, list);
    assert.deepEqual(given, [undefined, [1], [2]]);
  });
});
