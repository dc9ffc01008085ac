import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { fakeJobs } from './fakeJobs';
import { assertLeavesNoFiles } from './leavesNoFiles';
import { answer, data, refusal } from './nnsim';

const engine = () => fakeJobs({});
const words = ['attack', 'a.st', 'b.st', '--inputs', 'x.npy', '--labels', 'y.npy', '--attack', '2'];
const outs = ['--out', 'p.st', '--out', 'q.st'];

describe('nnsim attack', () => {
  it('passes on the models, the instances and the attack, and scores the two files', async () => {
    const jobs = engine();
    const text = await answer(jobs, ...words, ...outs, '--steps', '5', '--within', '0:255', '--batch', '8');
    assert.deepEqual(jobs.attacks, [
      {
        models: [resolve('a.st'), resolve('b.st')],
        probes: [{ path: 'x.npy' }],
        attack: { epsilon: 2, steps: 5, stepSize: 1, low: 0, high: 255, labels: resolve('y.npy') },
        outs: [resolve('p.st'), resolve('q.st')],
        batch: 8,
      },
    ]);
    assert.deepEqual(jobs.pairs, [
      {
        ...{ x: resolve('p.st'), y: resolve('q.st'), tensorX: 'answers', tensorY: 'answers' },
        ...{ kind: 'activations', labels: resolve('y.npy') },
        measures: ['adv.transfer', 'adv.modeldiff', 'adv.modeldiff(seeds: both, entries: distance)'],
      },
    ]);
    assert.match(text, /^p\.st and q\.st: 20 rows, no entry changed by more than 2, in 5 steps\nmeasure /);
    assert.match(text, /^transfer +0\.500 /m);
  });

  it('answers as data', async () => {
    const found = (await data(engine(), ...words, ...outs)) as Record<string, unknown>;
    assert.deepEqual([found.outs, found.rows, found.classes], [['p.st', 'q.st'], 20, [4, 4]]);
    assert.equal((found.scores as readonly unknown[]).length, 3);
  });

  it('refuses what it cannot make sense of', async () => {
    const of = (...more: readonly string[]): Promise<string> => refusal(engine(), ...more);
    assert.match(await of(...words, '--out', 'p.st'), /Give --out twice: a file for A and one for B\./);
    assert.match(await of(...words, '--out', 'p.st', '--out', './p.st'), /Give --out twice/);
    assert.match(await of(...words.slice(0, 7), ...outs), /Give --attack EPSILON\./);
    assert.match(await of(...words.slice(0, 5), '--attack', '2', ...outs), /give --labels FILE\./);
    assert.match(await of(...words, ...outs, '--steps', '0'), /--steps is a whole number from 1 to 1000/);
    assert.match(await of(...words, ...outs, '--within', '9:1'), /--within is LOW:HIGH, not "9:1"\./);
  });

  it('leaves no file when the scores fail, so that the command can be given again', async () => {
    const jobs = engine();
    await assertLeavesNoFiles(words, ['p.st', 'q.st'], (write) => ({
      ...jobs,
      attack: (request, options) => {
        write();
        return jobs.attack(request, options);
      },
    }));
  });
});
