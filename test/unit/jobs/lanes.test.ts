import assert from 'node:assert/strict';
import { inLanes } from '../../../server/jobs/lanes';

const portion = { seconds: 2, items: 64 };
const ofOneSecond = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ at, seconds: 1, layer: at }));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Lanes', () => {
  it('have runs of neighbours, each done in order, portion by portion', async () => {
    const done: number[][] = [];
    await inLanes(ofOneSecond(8), 2, portion, async (some) => {
      done.push(some.map(({ at }) => at));
      await turn();
    });
    assert.deepEqual(done, [
      [0, 1],
      [4, 5],
      [2, 3],
      [6, 7],
    ]);
  });

  it('have the layers of a grid to themselves, in whatever order its pairs come', async () => {
    const grid = [0, 4, 8, 1, 3, 6, 2, 5, 7].map((at) => ({ at, seconds: 1, layer: Math.floor(at / 3) }));
    const layers: number[][] = [[], [], []];
    const seen: object[] = [];
    await inLanes(grid, 3, { seconds: 1, items: 1 }, async (some, lane) => {
      if (!seen.includes(lane)) seen.push(lane);
      layers[seen.indexOf(lane)]?.push(...some.map(({ at }) => at));
      await turn();
    });
    assert.deepEqual(layers, [
      [0, 1, 2],
      [4, 3, 5],
      [8, 6, 7],
    ]);
  });

  it('go on with the end of the longest run when their own is done, and do each item once', async () => {
    const slow = [0, 1, 2, 3, 4, 5].map((at) => ({ at, seconds: 1, layer: at }));
    const quick = [6, 7, 8, 9, 10, 11].map((at) => ({ at, seconds: 1, layer: at }));
    const done: number[] = [];
    await inLanes([...slow, ...quick], 2, portion, async (some) => {
      done.push(...some.map(({ at }) => at));
      for (let i = 0; i < (some[0]?.at === 0 ? 20 : 1); i++) await turn();
    });
    assert.deepEqual(
      done.toSorted((a, b) => a - b),
      Array.from({ length: 12 }, (_, at) => at),
    );
    assert.deepEqual(done, [0, 1, 6, 7, 8, 9, 10, 11, 4, 5, 2, 3]);
  });

  it('may be more than there are items', async () => {
    const done: number[] = [];
    await inLanes(ofOneSecond(2), 5, portion, async (some) => {
      done.push(...some.map(({ at }) => at));
      await turn();
    });
    assert.deepEqual(
      done.toSorted((a, b) => a - b),
      [0, 1],
    );
    await inLanes([], 2, portion, () => Promise.reject(new Error('nothing to do')));
  });

  it('start nothing more after a failure, which is told when all under way have ended', async () => {
    const begun: number[] = [];
    let ended = 0;
    const run = inLanes(ofOneSecond(20), 2, portion, async (some) => {
      begun.push(some[0]?.at ?? NaN);
      if (some[0]?.at === 0) throw new Error('the first');
      for (let i = 0; i < 5; i++) await turn();
      ended++;
    });
    await assert.rejects(run, /the first/);
    assert.deepEqual([begun, ended], [[0, 10], 1]);
  });
});
