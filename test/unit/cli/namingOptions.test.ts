import assert from 'node:assert/strict';
import { parseCall } from '../../../server/measures/call';
import { score } from '../../../server/measures/score';
import type { Score } from '../../../server/protocol';
import { prepared, random } from '../measures/inputs';
import { type FakeJobs, fakeJobs } from './fakeJobs';
import { answer, data } from './nnsim';

/** What the measures really say of outputs without labels. */
const unlabelled = (): Score =>
  score(parseCall('perf'), prepared(random(5, 3, 1), 'logits'), prepared(random(5, 3, 2), 'logits'));

function engine(): FakeJobs {
  const jobs = fakeJobs({ 'a.npy': ['a'], 'b.npy': ['b'] });
  return Object.assign(jobs, {
    pair: () => Promise.resolve([unlabelled()]),
    group: () => Promise.resolve([{ score: unlabelled(), pairs: [{ x: 0, y: 1, score: unlabelled() }] }]),
  } satisfies Partial<FakeJobs>);
}

describe('What a command line says of a score without labels', () => {
  const told = 'needs labels: give a file with one class number for each row by --labels FILE.';

  it('names the option that gives them', async () => {
    assert.ok(!unlabelled().reason?.includes('--'));
    for (const command of ['outputs', 'compare', 'group'])
      assert.ok((await answer(engine(), command, 'a.npy', 'b.npy')).includes(told), command);
  });

  it('names it in the answer as data, too, of a set and of its pairs', async () => {
    const { scores } = (await data(engine(), 'group', 'a.npy', 'b.npy')) as {
      scores: readonly { readonly reason: string; readonly pairs: readonly { readonly reason: string }[] }[];
    };
    assert.ok(scores[0]?.reason.endsWith(told));
    assert.ok(scores[0]?.pairs[0]?.reason.endsWith(told));
  });

  it('also where a grid says it of its cells', async () => {
    const scored = fakeJobs({ 'a.npz': ['a', 'b'], 'b.npz': ['a', 'b'] });
    const compare: FakeJobs['compare'] = async (...request) => {
      const found = await scored.compare(...request);
      return { ...found, cells: found.cells.map((cell) => ({ ...cell, score: unlabelled() })) };
    };
    const jobs = { ...scored, compare };
    assert.match(
      await answer(jobs, 'compare', 'a.npz', 'b.npz'),
      /^no value in 4 cells: .* needs labels: .* by --labels FILE\.$/m,
    );
  });
});
