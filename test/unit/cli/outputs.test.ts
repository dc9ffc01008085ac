import assert from 'node:assert/strict';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const files = {
  'a.npy': ['a'],
  'b.npy': ['b'],
  'c.npz': ['layer1', 'logits', 'probabilities'],
  'd.npz': ['u', 'v'],
  'run.safetensors': ['relu', 'told', 'logits'],
};
const engine = () => fakeJobs(files);

describe('nnsim outputs', () => {
  it('compares every pair of models', async () => {
    const jobs = engine();
    const text = await answer(jobs, 'outputs', 'a.npy', 'b.npy', 'c.npz');
    assert.deepEqual(
      jobs.pairs.map(({ x, y }) => [x, y]),
      [
        ['a.npy', 'b.npy'],
        ['a.npy', 'c.npz'],
        ['b.npy', 'c.npz'],
      ],
    );
    assert.ok(jobs.pairs.every(({ kind, outputs }) => kind === 'outputs' && outputs === undefined));
    assert.match(text, /^a\.npy and c\.npz: 20 rows$/m);
  });

  it('scores the set of three models or more by the measures that are defined for sets', async () => {
    const jobs = engine();
    const text = await answer(jobs, 'outputs', 'a.npy', 'b.npy', 'c.npz', '--kind', 'classes');
    const [{ models, kind, outputs, measures = [] } = { models: [] }] = jobs.groups;
    assert.deepEqual(
      models.map(({ path, tensor }) => [path, tensor]),
      [
        ['a.npy', 'a'],
        ['b.npy', 'b'],
        ['c.npz', 'logits'],
      ],
    );
    assert.deepEqual([kind, outputs], ['outputs', 'classes']);
    assert.ok(measures.includes('hard.kappa') && !measures.includes('soft.jsd'));
    assert.match(text, /^The set of all 3 models$/m);
    const { set } = (await data(engine(), 'outputs', 'a.npy', 'b.npy', 'c.npz')) as {
      set: readonly object[];
    };
    assert.equal(set.length, measures.length);
    await answer(jobs, 'outputs', 'a.npy', 'b.npy');
    assert.equal(jobs.groups.length, 1);
  });

  it('takes what a file says are outputs before what is called so', async () => {
    const jobs = engine();
    await answer(jobs, 'outputs', 'a.npy', 'run.safetensors');
    assert.equal(jobs.pairs[0]?.tensorY, 'told');
  });

  it('takes the tensor called like class scores out of a file with more', async () => {
    const jobs = engine();
    await answer(jobs, 'outputs', 'a.npy', 'c.npz');
    await answer(jobs, 'outputs', 'a.npy', 'c.npz', '--kind', 'probabilities');
    assert.deepEqual(
      jobs.pairs.map(({ tensorY, outputs }) => [tensorY, outputs]),
      [
        ['logits', undefined],
        ['probabilities', 'probabilities'],
      ],
    );
  });

  it('passes labels on and names the files of each score', async () => {
    const jobs = engine();
    const { scores } = (await data(jobs, 'outputs', 'a.npy', 'b.npy', '--labels', 'l.npy')) as {
      scores: object[];
    };
    assert.equal(jobs.pairs[0]?.labels, 'l.npy');
    const [{ x, y, xFile, yFile } = {}] = scores as Record<string, unknown>[];
    assert.deepEqual([x, y, xFile, yFile], ['a', 'b', 'a.npy', 'b.npy']);
  });

  it('scores by the measures asked for, and refuses those of something else', async () => {
    const jobs = engine();
    const measure = ['--measure', 'jsd(unit: bits)', '--measure', 'kappa'];
    await answer(jobs, 'outputs', 'a.npy', 'b.npy', 'c.npz', ...measure);
    assert.deepEqual(jobs.pairs[0]?.measures, ['jsd(unit: bits)', 'kappa']);
    assert.deepEqual(jobs.groups[0]?.measures, ['kappa']);
    assert.match(
      await refusal(jobs, 'outputs', 'a.npy', 'b.npy', '--measure', 'cka'),
      /compares no outputs of models; there are perf\.difference, hard\.disagreement, /,
    );
    assert.match(await refusal(jobs, 'outputs', 'a.npy', 'b.npy', '--measure', 'ckaa'), /ckaa/);
  });

  it('scores stitched outputs where that is asked for, and only then', async () => {
    const jobs = engine();
    await answer(jobs, 'outputs', 'a.npy', 'b.npy', '--measure', 'stitch.perf');
    await answer(jobs, 'outputs', 'a.npy', 'b.npy');
    assert.deepEqual(jobs.pairs[0]?.measures, ['stitch.perf']);
    assert.ok(jobs.pairs[1]?.measures?.includes('perf.difference'));
    assert.ok(!jobs.pairs[1]?.measures?.includes('stitch.perf'));
  });

  it('matches classes by position where that is asked for', async () => {
    const jobs = engine();
    await answer(jobs, 'outputs', 'a.npy', 'b.npy', '--classes', 'by-position');
    assert.deepEqual([jobs.pairs[0]?.classes, jobs.pairs[0]?.vectors], ['by-position', undefined]);
    assert.match(
      await refusal(jobs, 'outputs', 'a.npy', 'b.npy', '--classes', 'names'),
      /^--classes is by-position or left out/,
    );
  });

  it('tells as JSON single instances and classes, and of a set the matrix of its pairs', async () => {
    const jobs = engine();
    const found = (await data(jobs, 'outputs', 'a.npy', 'b.npy', 'c.npz', '--measure', 'kl')) as {
      scores: Record<string, unknown>[];
      matrices: Record<string, unknown>[];
    };
    assert.equal(jobs.pairs[0]?.vectors, true);
    assert.equal(found.scores[0]?.perInstance, null);
    assert.deepEqual(found.matrices, [
      {
        measure: 'soft.kl',
        parameters: { unit: 'nats', smoothing: 0 },
        values: [
          [null, 0.5, 0.5],
          [null, null, 0.5],
          [null, null, null],
        ],
      },
    ]);
  });

  it('refuses a file where nothing looks like class scores, and kinds it does not know', async () => {
    assert.equal(
      await refusal(engine(), 'outputs', 'a.npy', 'd.npz'),
      'd.npz holds u, v: give a file with one tensor.',
    );
    assert.match(
      await refusal(engine(), 'outputs', 'a.npy', 'b.npy', '--kind', 'odds'),
      /^--kind is logits, probabilities, classes, one-hot or binary, not "odds"\./,
    );
  });
});
