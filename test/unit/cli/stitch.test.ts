import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { fakeJobs } from './fakeJobs';
import { assertLeavesNoFiles } from './leavesNoFiles';
import { answer, data, refusal } from './nnsim';

const engine = () => fakeJobs({});
const words = ['stitch', 'a.onnx', 'b.onnx', '--inputs', 'x=p.npy', '--labels', 'y.npy', '--out', 's.st'];

describe('nnsim stitch', () => {
  it('passes on the models, where to cut them and the fit, and scores each pair', async () => {
    const jobs = engine();
    const more = ['--at', 'relu=relu', '--train', '0:12', '--ridge', '0.1', '--quality', 'mcc'];
    const text = await answer(jobs, ...words, ...more, '--fill', 'rate=1');
    assert.deepEqual(jobs.stitchings, [
      {
        models: [resolve('a.onnx'), resolve('b.onnx')],
        probes: [{ input: 'x', path: 'p.npy' }],
        constants: [{ input: 'rate', value: 1 }],
        labels: resolve('y.npy'),
        at: [{ first: 'relu', second: 'relu' }],
        split: { first: 0, end: 12 },
        ridge: 0.1,
        out: resolve('s.st'),
        batch: 32,
      },
    ]);
    const out = resolve('s.st');
    assert.deepEqual(
      jobs.pairs,
      ['first', 'relu=relu'].map((tensorX) => ({
        ...{ x: out, y: out, tensorX, tensorY: 'second', kind: 'outputs', labels: out },
        measures: ['stitch.perf(quality: mcc)'],
      })),
    );
    assert.match(text, /^s\.st: maps fitted to 12 rows, ridge 0\.1; all below of the other 8 rows\n/);
    assert.match(text, /^relu +relu +4 to 4 .* 0\.500$/m);
    assert.match(text, /^no map from relu to conv: their positions differ: none and 2 x 2$/m);
    assert.match(text, /^B is not cut at skip: the output does not hang on it$/m);
  });

  it('draws half of the rows with seed 1, unless another share and seed are asked for', async () => {
    const jobs = engine();
    await answer(jobs, ...words);
    const text = await answer(jobs, ...words, '--train', '0.25', '--seed', '7');
    assert.deepEqual(
      jobs.stitchings.map(({ split, ridge }) => [split, ridge]),
      [
        [{ share: 0.5, seed: 1 }, 1e-8],
        [{ share: 0.25, seed: 7 }, 1e-8],
      ],
    );
    assert.match(text, /12 rows drawn with seed 7/);
  });

  it('answers as data', async () => {
    const found = (await data(engine(), ...words)) as Record<string, unknown>;
    assert.deepEqual([found.training, found.heldOut, found.ridge], [12, 8, 1e-8]);
    assert.equal((found.apart as readonly unknown[]).length, 1);
  });

  it('refuses what it cannot make sense of', async () => {
    const of = (...more: readonly string[]): Promise<string> => refusal(engine(), ...words, ...more);
    assert.match(await of('--at', 'relu'), /--at takes LAYER_A=LAYER_B, not "relu"\./);
    assert.match(await of('--train', '1.5'), /--train is FIRST:END or a share below 1, not "1\.5"\./);
    assert.match(await of('--train', '9:3'), /--train 9:3 holds no rows\./);
    assert.match(await of('--train', '0:3', '--seed', '1'), /--seed is for a share of the rows/);
    assert.match(await of('--seed', '-'), /--seed is a whole number from 0 on/);
    assert.match(await of('--ridge', '-1'), /ridge/);
    assert.match(await of('--quality', 'speed'), /quality of stitch\.perf must be accuracy/);
    assert.match(await refusal(engine(), ...words.slice(0, 7)), /Give --out FILE\./);
    assert.match(await refusal(engine(), ...words.slice(0, 5), '--out', 'o'), /--labels FILE\./);
  });

  it('leaves no file when the scores fail, so that the command can be given again', async () => {
    const jobs = engine();
    await assertLeavesNoFiles(words.slice(0, 7), ['s.st'], (write) => ({
      ...jobs,
      stitch: (request, options) => {
        write();
        return jobs.stitch(request, options);
      },
    }));
  });
});
