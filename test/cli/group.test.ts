import assert from 'node:assert/strict';
import { ensureSamples } from '../samples/ensure';
import { answer, data, refusal, type ScoreData } from './nnsim';

const logits = ['seed0', 'seed1', 'seed2'].map((seed) => `samples/${seed}/logits.npy`);

describe('nnsim group, built', function () {
  // Each test starts processes; machines that test are busy.
  this.timeout(60_000);

  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });

  it('scores a set by the measures that are quick, and says which are left', async () => {
    const some = ['group', ...logits, '--rows', 'sample 600 seed 1'];
    const { scores, notComputed } = (await data(...some)) as {
      readonly scores: readonly ScoreData[];
      readonly notComputed: readonly { readonly measure: string; readonly seconds: number }[];
    };
    const left = notComputed.map(({ measure }) => measure);
    assert.deepEqual(left, ['topo.gs', 'topo.rtd']);
    assert.ok(notComputed.every(({ seconds }) => seconds > 0));
    assert.ok(scores.length > 20 && !scores.some(({ measure }) => left.includes(measure)));
    const text = await answer(...some);
    assert.match(text, /^not computed: Geometry score, takes about [^;]+; ask with --measure gs or --all$/m);
  });

  it('leaves nothing where measures are asked for', async () => {
    const text = await answer('group', ...logits, '--measure', 'jaccard');
    assert.match(text, /^jaccard +0\.383 /m);
    assert.doesNotMatch(text, /not computed/);
    assert.deepEqual(
      ((await data('group', ...logits, '--measure', 'jaccard')) as { notComputed: unknown }).notComputed,
      [],
    );
  });

  it('takes every measure or those asked for, not both', async () => {
    assert.match(
      await refusal('group', ...logits, '--all', '--measure', 'cka'),
      /--all is every measure: leave out --measure, or --all\./,
    );
  });
});
