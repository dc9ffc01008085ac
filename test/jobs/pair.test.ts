import assert from 'node:assert/strict';
import { join } from 'node:path';
import { allMeasures, findMeasure } from '../../server/measures/catalogue';
import { closeJobs, noise, realJobs, scratch, writeTensors } from './setup';

describe('One pair by many measures', function () {
  this.timeout(60_000);
  afterEach(closeJobs);

  function files(): { x: string; y: string } {
    const folder = scratch();
    const tensors = (seed: number) =>
      [
        ['a', noise([80, 5], seed)],
        ['b', noise([80, 7], seed + 1)],
        ['labels', { shape: [80], values: new Uint8Array(80) }],
        ['few', noise([9, 5], seed)],
      ] as const;
    return {
      x: writeTensors(join(folder, 'x.safetensors'), tensors(1)),
      y: writeTensors(join(folder, 'y.safetensors'), tensors(3)),
    };
  }

  it('answers each measure of representations, with a reason where it does not apply', async () => {
    const { x, y } = files();
    const jobs = await realJobs();
    const measures = allMeasures
      .filter(({ compares }) => compares === 'representations')
      // A thousand draws, as by default, only take longer.
      .map(({ id }) => (id === 'topo.gs' ? 'topo.gs(trials: 20)' : id));
    const scores = await jobs.pair({ x, y, tensorX: 'a', tensorY: 'b', measures });
    assert.ok(scores.length >= 9);
    assert.ok(scores.some(({ measure, status }) => measure === 'rsm.cka' && status === 'ok'));
    for (const { status, value, reason } of scores)
      assert.equal(status === 'ok', value !== null && reason === undefined);
    const unequal = await jobs.pair({ x, y, tensorX: 'a', tensorY: 'few', measures: ['cka', 'procrustes'] });
    assert.deepEqual(
      unequal.map(({ status }) => status),
      ['undefined', 'undefined'],
    );
    assert.match(unequal[0]?.reason ?? '', /rows/);
  });

  it('gives the measures asked for in the order asked, from the cache the second time', async () => {
    const { x, y } = files();
    const jobs = await realJobs({ storage: scratch() });
    const request = {
      x,
      y,
      tensorX: 'a',
      tensorY: 'a',
      measures: ['procrustes', 'cka(estimator: debiased)'],
    };
    const scores = await jobs.pair(request);
    assert.deepEqual(
      scores.map(({ measure }) => measure),
      ['align.procrustes', 'rsm.cka'],
    );
    const { threads } = jobs.pool;
    await Promise.all(threads.map((thread) => thread.terminate()));
    assert.deepEqual(await jobs.pair(request), scores);
    assert.equal(jobs.pool.threads.length, 0, 'no thread was needed');
  });

  it('tells class scores from their values and checks the labels', async () => {
    const { x, y } = files();
    const jobs = await realJobs();
    const request = { x, y, tensorX: 'a', tensorY: 'a', kind: 'outputs' } as const;
    const scores = await jobs.pair({ ...request, labels: x });
    const ofOutputs = allMeasures.filter(({ compares }) => compares === 'outputs');
    assert.deepEqual(
      scores.map(({ measure }) => measure),
      ofOutputs.map(({ id }) => id),
    );
    // The labels are those of the file, which the scores know nothing of: only measures without labels are sure to have a value.
    for (const { measure, status } of scores) {
      const { needs } = findMeasure(measure);
      if (!needs.labels) assert.equal(status, 'ok', measure);
    }
    await assert.rejects(jobs.pair({ ...request, tensorX: 'few', tensorY: 'few', labels: x }), {
      name: 'BadInput',
      message: /"labels" of .* has the shape \[80\]: one label for each of 9 rows is needed\.$/,
    });
  });

  it('refuses a tensor that is not there', async () => {
    const { x, y } = files();
    const jobs = await realJobs();
    await assert.rejects(jobs.pair({ x, y, tensorX: 'c', tensorY: 'a' }), {
      name: 'BadInput',
      message: /x\.safetensors has no tensor "c": it has "a", "b", "labels", …\.$/,
    });
  });

  it('describes a representation', async () => {
    const folder = scratch();
    const values = Float32Array.of(1, 2, 7, 3, 4, 7, 1, 2, 7, 0, 0, 0, 5, 6, 7);
    const path = writeTensors(join(folder, 'd.safetensors'), [['t', { shape: [5, 3], values }]]);
    const described = await (await realJobs()).describe(path, 't');
    assert.deepEqual(
      [
        described.n,
        described.d,
        described.rank,
        described.zeroRows,
        described.duplicateRows,
        described.constantColumns,
      ],
      [5, 3, 2, 1, 1, 0],
    );
    assert.ok(described.effectiveDimension > 1 && described.effectiveDimension < 2);
  });
});
