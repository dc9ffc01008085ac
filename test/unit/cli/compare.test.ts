import assert from 'node:assert/strict';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const files = { 'a.npy': ['a'], 'b.npy': ['b'], 'x.npz': ['l1', 'l2'], 'y.npz': ['l2', 'm'] };
const engine = () => fakeJobs(files);

describe('nnsim compare', () => {
  it('scores two files of one tensor each by all measures', async () => {
    const jobs = engine();
    const text = await answer(jobs, 'compare', 'a.npy', 'b.npy');
    assert.deepEqual(jobs.pairs, [{ x: 'a.npy', y: 'b.npy', tensorX: 'a', tensorY: 'b' }]);
    assert.match(text, /^x: a\.npy, a\ny: b\.npy, b\n20 rows\n/);
    assert.match(text, /^cka +0\.500 +higher +CKA$/m);
    assert.match(text, /^procrustes +0\.500 +lower +Orthogonal Procrustes$/m);
  });

  it('leaves what takes long, says how long and how to ask for it, and computes it when asked', async () => {
    const jobs = engine();
    Object.assign(jobs.slow, { 'topo.gs': 14.2, 'topo.rtd': 200 });
    const text = await answer(jobs, 'compare', 'a.npy', 'b.npy');
    assert.deepEqual(jobs.pairs[0]?.measures, ['cka', 'procrustes']);
    assert.match(
      text,
      /\n\nnot computed: Geometry score, takes about 14 s; ask with --measure gs or --all\nnot computed: .*, takes about 3 min; ask with --measure rtd or --all\n$/,
    );
    const { notComputed } = (await data(jobs, 'compare', 'a.npy', 'b.npy')) as { notComputed: unknown };
    assert.deepEqual(notComputed, [
      { measure: 'topo.gs', seconds: 14.2 },
      { measure: 'topo.rtd', seconds: 200 },
    ]);
    assert.doesNotMatch(await answer(jobs, 'compare', 'a.npy', 'b.npy', '--all'), /not computed/);
    assert.equal(jobs.pairs.at(-1)?.measures, undefined);
    await answer(jobs, 'compare', 'a.npy', 'b.npy', '--measure', 'gs');
    assert.deepEqual(jobs.pairs.at(-1)?.measures, ['gs']);
  });

  it('refuses --all beside --measure, and for a grid', async () => {
    assert.match(
      await refusal(engine(), 'compare', 'a.npy', 'b.npy', '--all', '--measure', 'cka'),
      /leave out --measure, or --all/,
    );
    assert.match(
      await refusal(engine(), 'compare', 'x.npz', 'y.npz', '--all'),
      /choose one of each file with --tensor-x/,
    );
  });

  it('passes the measures and labels asked for', async () => {
    const jobs = engine();
    await answer(
      jobs,
      'compare',
      'a.npy',
      'b.npy',
      '--measure',
      'svcca',
      '--measure=cka(kernel: rbf)',
      '--labels',
      'l',
    );
    assert.deepEqual(jobs.pairs[0]?.measures, ['svcca', 'cka(kernel: rbf)']);
    assert.equal(jobs.pairs[0].labels, 'l');
  });

  it('compares one chosen tensor with its namesake, or with another chosen one', async () => {
    const jobs = engine();
    await answer(jobs, 'compare', 'x.npz', 'y.npz', '--tensor-x', 'l2');
    await answer(jobs, 'compare', 'x.npz', 'y.npz', '--tensor-x', 'l2', '--tensor-y', 'm');
    await answer(jobs, 'compare', 'x.npz', 'b.npy', '--tensor-x', 'l1');
    assert.deepEqual(
      jobs.pairs.map(({ tensorX, tensorY }) => [tensorX, tensorY]),
      [
        ['l2', 'l2'],
        ['l2', 'm'],
        ['l1', 'b'],
      ],
    );
  });

  it('says which tensors there are when the choice is wrong or not clear', async () => {
    const jobs = engine();
    assert.equal(
      await refusal(jobs, 'compare', 'x.npz', 'y.npz', '--tensor-x', 'no'),
      'x.npz has no tensor "no": it holds l1, l2.',
    );
    assert.equal(
      await refusal(jobs, 'compare', 'x.npz', 'y.npz', '--tensor-x', 'l1'),
      'y.npz holds l2, m: choose one with --tensor-y.',
    );
  });

  it('shows every layer against every layer by debiased CKA', async () => {
    const jobs = engine();
    const text = await answer(jobs, 'compare', 'x.npz', 'y.npz');
    assert.deepEqual(
      jobs.comparisons.map(({ measure }) => measure),
      [{ id: 'rsm.cka', parameters: { estimator: 'debiased' } }],
    );
    assert.match(text, /^ {7}l2 {6}m\nl1 {2}0\.500 {2}0\.500\nl2 {2}0\.500 {2}0\.500\n/m);
    assert.match(text, /^CKA, cka\(estimator: debiased\): 1 for identical, higher is more alike\.$/m);
    assert.match(text, /^note: 1 tensor left out$/m);
  });

  it('gives the scores of a grid with their layers, all keys there', async () => {
    const { scores } = (await data(engine(), 'compare', 'x.npz', 'y.npz')) as { scores: object[] };
    assert.equal(scores.length, 4);
    assert.deepEqual(Object.keys(scores[1] ?? {}), [
      ...['measure', 'parameters', 'value', 'status', 'reason', 'n', 'seed', 'x', 'y', 'chance'],
      ...['standardError', 'notes', 'details', 'curve'],
    ]);
    const { x, y } = (scores[1] ?? {}) as { x?: string; y?: string };
    assert.deepEqual([x, y], ['l1', 'm']);
  });

  it('draws one grid for each measure asked for', async () => {
    const jobs = engine();
    const text = await answer(jobs, 'compare', 'x.npz', 'y.npz', '--measure', 'cka', '--measure', 'svcca');
    assert.equal(text.match(/^l1 /gm)?.length, 2);
    assert.deepEqual(
      jobs.comparisons.map(({ measure }) => measure.id),
      ['rsm.cka', 'cca.svcca'],
    );
  });

  it('compares checkpoints tensor by tensor: how far apart, in which direction', async () => {
    const jobs = fakeJobs(files, 'weights');
    const text = await answer(jobs, 'compare', 'x.npz', 'y.npz');
    assert.deepEqual(
      jobs.comparisons.map(({ measure }) => measure.id),
      ['weights.relative_change', 'weights.cosine'],
    );
    assert.match(
      text,
      /^tensor +shape +relative_change +weights\.cosine|^tensor +shape +relative_change +cosine/m,
    );
    assert.match(text, /^l2 +20 x 4 +0\.500 +0\.500$/m);
  });

  it('refuses a measure that does not exist before any file is read', async () => {
    const jobs = fakeJobs({});
    assert.match(
      await refusal(jobs, 'compare', 'a', 'b', '--measure', 'ckaa'),
      /There is no measure "ckaa"; did you mean/,
    );
  });

  it('passes labels with each grid, too', async () => {
    const jobs = engine();
    await answer(jobs, 'compare', 'x.npz', 'y.npz', '--labels', 'l.npy', '--measure', 'tolerance');
    assert.deepEqual(
      jobs.comparisons.map(({ labels, measure }) => [labels, measure.id]),
      [['l.npy', 'stat.tolerance']],
    );
  });

  it('tells what to know about values once, below the table, and why there is none in its row', async () => {
    const half = {
      measure: 'rsm.cka',
      parameters: {},
      value: 0.5,
      status: 'ok',
      n: 20,
      notes: ['Few rows.'],
    } as const;
    const none = {
      ...half,
      measure: 'align.procrustes',
      value: null,
      status: 'undefined',
      reason: 'No.',
      notes: [],
    } as const;
    const jobs = {
      ...engine(),
      pair: () => Promise.resolve([half, none, { ...half, measure: 'cca.svcca' }]),
    };
    const text = await answer(jobs, 'compare', 'a.npy', 'b.npy');
    assert.match(
      text,
      /^cka +0\.500 .* \(1\)\nprocrustes +- .* No\.\nsvcca +0\.500 .* \(1\)\n\(1\) Few rows\.\n$/m,
    );
  });

  it('refuses tensors with other row counts: they do not hold the same instances', async () => {
    const jobs = engine();
    const entry = (path: string) => ({
      name: 't',
      dtype: 'float32',
      shape: [path === 'a.npy' ? 20 : 30, 4],
      bytes: 1,
    });
    const other = { ...jobs, tensors: (path: string) => Promise.resolve([entry(path)]) };
    for (const command of ['compare', 'outputs']) {
      assert.equal(
        await refusal(other, command, 'a.npy', 'b.npy'),
        't of a.npy has 20 rows and t of b.npy has 30: compare the same instances in the same order, or give both files ids to join them by.',
      );
    }
  });

  it('passes ids for all files or each, and joins tensors with other row counts by them', async () => {
    const jobs = engine();
    await answer(jobs, 'compare', 'a.npy', 'b.npy', '--ids', 'i.npy', '--ids', 'j.npy:ids');
    assert.deepEqual(jobs.pairs[0]?.ids, ['i.npy', 'j.npy:ids']);
    const entry = { name: 't', dtype: 'float32', bytes: 1 };
    const shapeOf = (path: string) => [path === 'a.npy' ? 20 : 30, 4];
    const joined = { common: 18, left: [2, 12] };
    const other = {
      ...jobs,
      tensors: (path: string) => Promise.resolve([{ ...entry, shape: shapeOf(path) }]),
      costs: async (request: Parameters<typeof jobs.costs>[0]) => ({
        ...(await jobs.costs(request)),
        joined,
      }),
    };
    assert.match(await answer(other, 'compare', 'a.npy', 'b.npy'), /0\.500/);
  });

  it('refuses an option that names no file', async () => {
    for (const option of ['--labels', '--ids'])
      assert.equal(
        await refusal(engine(), 'compare', 'a.npy', 'b.npy', option, ''),
        `${option} names no file: write one after it, or leave it out.`,
      );
  });
});
