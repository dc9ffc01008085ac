import assert from 'node:assert/strict';
import { fakeJobs } from './fakeJobs';
import { answer, data, refusal } from './nnsim';

const files = { 'a.npy': ['a'], 'b.npy': ['b'], 'x.npz': ['l1', 'l2'], 'y.npz': ['l1', 'm'] };
const engine = () => fakeJobs(files);

describe('nnsim group', () => {
  it('scores files of one tensor each by all measures', async () => {
    const jobs = engine();
    const text = await answer(jobs, 'group', 'a.npy', 'b.npy', 'a.npy');
    assert.deepEqual(jobs.groups, [
      {
        models: [
          { path: 'a.npy', tensor: 'a' },
          { path: 'b.npy', tensor: 'b' },
          { path: 'a.npy', tensor: 'a' },
        ],
      },
    ]);
    assert.match(text, /^a\.npy, a\nb\.npy, b\na\.npy, a\n3 models, 20 rows\n\n/);
    assert.match(text, /^cka +0\.500 +higher +CKA$/m);
    assert.match(text, /^Values are means over 3 pairs of models\.\nOf the set as a whole: magnitude\.\n$/m);
  });

  it('passes the measures, the tensor and the labels asked for', async () => {
    const jobs = engine();
    const options = [
      '--tensor',
      'l1',
      '--measure',
      'svcca',
      '--measure=cka(kernel: rbf)',
      '--labels',
      'l.npy',
    ];
    await answer(jobs, 'group', 'x.npz', 'y.npz', ...options);
    const [request] = jobs.groups;
    assert.deepEqual(request?.measures, ['svcca', 'cka(kernel: rbf)']);
    assert.deepEqual(
      request.models.map(({ tensor }) => tensor),
      ['l1', 'l1'],
    );
    assert.equal(request.labels, 'l.npy');
  });

  it('answers as data with the models, and the pairs behind each mean', async () => {
    const { models, scores } = (await data(engine(), 'group', 'a.npy', 'b.npy')) as {
      models: object[];
      scores: Record<string, unknown>[];
    };
    assert.deepEqual(models, [
      { file: 'a.npy', tensor: 'a' },
      { file: 'b.npy', tensor: 'b' },
    ]);
    const [mean, whole] = scores;
    for (const key of [
      'measure',
      'parameters',
      'value',
      'status',
      'reason',
      'n',
      'seed',
      'x',
      'y',
      'chance',
      'notes',
    ])
      assert.ok(mean !== undefined && key in mean, key);
    assert.deepEqual(mean?.pairs, [{ x: 'a.npy', y: 'b.npy', value: 0.5, status: 'ok', reason: null }]);
    assert.equal(whole?.pairs, null);
  });

  it('refuses a single file, a tensor that is not there and one that is not said', async () => {
    assert.match(await refusal(engine(), 'group', 'a.npy'), /takes at least 2 files, not 1/);
    assert.match(
      await refusal(engine(), 'group', 'x.npz', 'y.npz', '--tensor', 'l2'),
      /^y\.npz has no tensor "l2"/,
    );
    assert.match(await refusal(engine(), 'group', 'x.npz', 'y.npz'), /choose one with --tensor\.$/);
  });

  it('refuses a measure that does not exist before any file is read', async () => {
    assert.match(await refusal(fakeJobs({}), 'group', 'a', 'b', '--measure', 'ckaa'), /did you mean/);
  });
});
