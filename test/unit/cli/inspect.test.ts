import assert from 'node:assert/strict';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const jobs = fakeJobs({ 'a.npz': ['w', 'b\x1b[1m'], 'b.npy': ['b'] });

describe('nnsim inspect', () => {
  it('lists tensors with element type and shape, then metadata and warnings', async () => {
    assert.equal(
      await answer(jobs, 'inspect', 'a.npz'),
      [
        'a.npz: npz, 2 tensors, 160 values, 1000 bytes',
        '  run = a',
        'tensor      dtype    shape',
        'w           float32  20 x 4',
        'b\\u{1b}[1m  float32  20 x 4',
        'note: odd padding',
        '',
      ].join('\n'),
    );
  });

  it('gives the files in the order asked, as data', async () => {
    const tensor = { dtype: 'float32', shape: [20, 4] };
    const rest = { format: 'npz', metadata: [['run', 'a']], warnings: ['odd padding'] };
    assert.deepEqual(await data(jobs, 'inspect', 'b.npy', 'a.npz'), {
      files: [
        { file: 'b.npy', tensors: [{ name: 'b', ...tensor }], ...rest },
        { file: 'a.npz', tensors: ['w', 'b\x1b[1m'].map((name) => ({ name, ...tensor })), ...rest },
      ],
    });
  });

  it('adds sum, mean, extremes and the first three values with --stats', async () => {
    const { files } = (await data(jobs, 'inspect', 'b.npy', '--stats')) as {
      files: { tensors: unknown[] }[];
    };
    const statistics = { sum: 20, mean: 0.25, min: -1, max: 2, first: [1, 0.5, 'NaN'] };
    assert.deepEqual(files[0]?.tensors, [{ name: 'b', dtype: 'float32', shape: [20, 4], ...statistics }]);
    const text = await answer(jobs, 'inspect', 'b.npy', '--stats');
    assert.match(text, /^b +float32 +20 x 4 +20 +0\.25 +-1 +2 +1, 0\.5, NaN$/m);
  });

  it('says how many values the statistics leave out', async () => {
    const numbers = { count: 80, mean: 1, deviation: 0, min: 1, max: 1, sum: 77, zeros: 0, first: [1, 1, 1] };
    const found = { index: 0, ...numbers, notANumber: 2, infinite: 1 };
    const odd: typeof jobs = {
      ...jobs,
      statistics(_, tell) {
        tell([found]);
        return Promise.resolve();
      },
    };
    assert.match(await answer(odd, 'inspect', 'b.npy', '--stats'), /1, 1, 1 +without 2 NaN and 1 infinite$/m);
    const { files } = (await data(odd, 'inspect', 'b.npy', '--stats')) as { files: { tensors: unknown[] }[] };
    assert.deepEqual(files[0]?.tensors, [
      {
        name: 'b',
        dtype: 'float32',
        shape: [20, 4],
        sum: 77,
        mean: 1,
        min: 1,
        max: 1,
        first: [1, 1, 1],
        notANumber: 2,
        infinite: 1,
      },
    ]);
  });

  it('says why the values of a tensor cannot be read', async () => {
    const entry = { name: 'q', dtype: 'Q9', shape: [2], bytes: 2, unreadable: 'type Q9 is not known' };
    const odd = { ...jobs, tensors: () => Promise.resolve([entry]) };
    assert.match(await answer(odd, 'inspect', 'b.npy'), /^q +Q9 +2 +type Q9 is not known$/m);
    const { files } = (await data(odd, 'inspect', 'b.npy')) as { files: { tensors: unknown[] }[] };
    assert.deepEqual(files[0]?.tensors, [
      { name: 'q', dtype: 'Q9', shape: [2], unreadable: 'type Q9 is not known' },
    ]);
  });

  it('fetches all pages of a file with many tensors', async () => {
    const many = fakeJobs({ 'a.npz': Array.from({ length: 4500 }, (_, i) => `t${String(i)}`) });
    const { files } = (await data(many, 'inspect', 'a.npz')) as { files: { tensors: { name: string }[] }[] };
    assert.equal(files[0]?.tensors.length, 4500);
    assert.equal(files[0].tensors[4499]?.name, 't4499');
  });

  it('prints nothing but the reason when one of the files is bad', async () => {
    assert.equal(await refusal(jobs, 'inspect', 'a.npz', 'none.npy'), 'none.npy does not exist.');
  });
});
