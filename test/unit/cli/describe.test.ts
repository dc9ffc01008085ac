import assert from 'node:assert/strict';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const jobs = fakeJobs({ 'a.npz': ['w', 'bias'] });

describe('nnsim describe', () => {
  it('has a row for each representation and says what it left out and why', async () => {
    const text = await answer(jobs, 'describe', 'a.npz');
    assert.match(text, /^w +20 +4 +3 +2\.50 +9 +0 +1\.5 +1 +2 +3$/m);
    assert.match(text, /^left out: bias of a\.npz has one axis: no rows and columns\.$/m);
  });

  it('gives descriptions as data', async () => {
    const { file, descriptions, leftOut } = (await data(jobs, 'describe', 'a.npz')) as {
      file: string;
      descriptions: { tensor: string; rank: number }[];
      leftOut: object[];
    };
    assert.equal(file, 'a.npz');
    assert.deepEqual(
      descriptions.map(({ tensor, rank }) => [tensor, rank]),
      [['w', 3]],
    );
    assert.equal(leftOut.length, 1);
  });

  it('refuses when the tensor asked for is no matrix', async () => {
    assert.match(
      await refusal(jobs, 'describe', 'a.npz', '--tensor', 'bias'),
      /^bias of a\.npz has one axis/,
    );
  });
});
