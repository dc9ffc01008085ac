import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy } from '../samples/writeNpy';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';

describe('A set of models', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  /** Three files with a layer of 40 instances, and their folder. */
  function files(): { folder: string; models: { path: string; tensor: string }[] } {
    const folder = scratch();
    const models = [1, 2, 3].map((seed) => {
      const path = writeTensors(join(folder, `m${seed}.safetensors`), [
        ['a', noise([40, 4 + seed], seed)],
        ['b', noise([40, 3], 10 + seed)],
      ]);
      return { path, tensor: 'a' };
    });
    return { folder, models };
  }

  it('scores the mean over pairs, which are the scores of those pairs', async () => {
    const { models } = files();
    const jobs = await realJobs();
    const [cka, pwcca] = await jobs.group({ models, measures: ['cka', 'pwcca'] });
    assert.deepEqual(
      cka?.pairs?.map(({ x, y }) => [x, y]),
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
    );
    assert.equal(pwcca?.pairs?.length, 6, 'both ways, for they differ');
    for (const { score, pairs } of [cka, pwcca]) {
      const values = (pairs ?? []).map((pair) => pair.score.value ?? NaN);
      assert.equal(score.value, values.reduce((sum, value) => sum + value, 0) / values.length);
    }
    for (const { x, y, score } of pwcca.pairs) {
      const [left, right] = [models[x], models[y]];
      assert.ok(left !== undefined && right !== undefined);
      const request = { x: left.path, y: right.path, tensorX: 'a', tensorY: 'a', measures: ['pwcca'] };
      assert.equal((await jobs.pair(request))[0]?.value, score.value);
    }
  });

  it('is scored as a whole by measures that say how, and not at all where it is too small for that', async () => {
    const { models } = files();
    const jobs = await realJobs();
    const [magnitude] = await jobs.group({ models, measures: ['magnitude'] });
    assert.equal(magnitude?.pairs, null);
    const { value } = magnitude.score;
    assert.ok(value !== null && value > 0.3 && value < 0.5);
    const [two] = await jobs.group({ models: models.slice(0, 2), measures: ['magnitude'] });
    assert.equal(two?.score.value, null);
    assert.match(two.score.reason ?? '', /needs at least 3 models: 2 given, for two models it is 1\/2/);
  });

  it('answers every measure of representations, in the order of the catalogue', async () => {
    const { models } = files();
    const scores = await (await realJobs()).group({ models: models.slice(0, 2) });
    const known = await (
      await realJobs()
    ).pair({
      ...{ x: models[0]?.path ?? '', y: models[1]?.path ?? '', tensorX: 'a', tensorY: 'a' },
    });
    assert.deepEqual(
      scores.map(({ score }) => score.measure),
      known.map(({ measure }) => measure),
    );
  });

  it('finds its labels beside the first model and says so', async () => {
    const { folder, models } = files();
    const values = Uint8Array.from({ length: 40 }, (_, i) => i % 4);
    writeFileSync(join(folder, 'labels.npy'), npy({ shape: [40], values }));
    const [tolerance] = await (await realJobs()).group({ models, measures: ['tolerance'] });
    assert.equal(tolerance?.score.status, 'ok');
    assert.deepEqual(tolerance.score.notes, ['Labels from labels.npy.']);
  });

  it('is refused when a tensor is not there, or there is one model only', async () => {
    const { models } = files();
    const jobs = await realJobs();
    const [first] = models;
    assert.ok(first !== undefined);
    await assert.rejects(jobs.group({ models: [first] }), {
      name: 'BadInput',
      message: 'A set has at least two models.',
    });
    const wrong = [first, { path: first.path, tensor: 'none' }];
    await assert.rejects(jobs.group({ models: wrong }), {
      name: 'BadInput',
      message: /has no tensor "none"/,
    });
  });
});
