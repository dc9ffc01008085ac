import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ensureSamples } from '../samples/ensure';
import { answer, refusal, scores, type ScoreData } from './nnsim';

const x = 'test/goldens/inputs/A_X.npy';
const y = 'test/goldens/inputs/A_Y.npy';
const seed0 = 'samples/seed0/activations-1000.safetensors';
const seed1 = 'samples/seed1/activations-1000.safetensors';

/** The value an independent implementation gave for the pair A. */
function golden(measure: string, matches: (params: Record<string, unknown>) => boolean = () => true): number {
  const rows = JSON.parse(readFileSync('test/goldens/goldens.json', 'utf8')) as {
    case: string;
    measure: string;
    params: Record<string, unknown>;
    value: unknown;
  }[];
  const row = rows.find((r) => r.case === 'A' && r.measure === measure && matches(r.params));
  assert.ok(typeof row?.value === 'number', measure);
  return row.value;
}

const near = (value: number | null | undefined, wanted: number) =>
  assert.ok(Math.abs((value ?? NaN) - wanted) < 1e-9, `${String(value)} is not ${wanted}`);

describe('nnsim compare, built', function () {
  // Each test starts processes; machines that test are busy.
  this.timeout(60_000);

  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });

  it('scores two matrices by every measure that compares representations, each key present', async () => {
    const found = await scores('compare', x, y);
    const keys = [
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
      'standardError',
      'notes',
      'details',
      'curve',
    ];
    for (const score of found) assert.deepEqual(Object.keys(score), keys);
    const ids = found.map(({ measure }) => measure);
    for (const id of [
      'rsm.cka',
      'cca.mean',
      'cca.svcca',
      'align.procrustes',
      'align.angular',
      'rsm.rsa',
      'nn.jaccard',
    ]) {
      assert.ok(ids.includes(id), id);
    }
    near(
      found.find(({ measure }) => measure === 'rsm.cka')?.value,
      golden('cka_linear', ({ returns }) => returns === undefined),
    );
  });

  it('computes the measures asked for, in that order, with their parameters', async () => {
    const found = await scores(
      'compare',
      x,
      y,
      '--measure',
      'rsm.cka(estimator: debiased)',
      '--measure',
      'cka',
    );
    assert.deepEqual(
      found.map(({ measure, parameters }) => [measure, parameters.estimator]),
      [
        ['rsm.cka', 'debiased'],
        ['rsm.cka', 'biased'],
      ],
    );
    near(
      found[0]?.value,
      golden('cka_debiased', ({ eps, returns }) => eps === undefined && returns === undefined),
    );
  });

  it('gives the same digits again from the cache', async () => {
    assert.deepEqual(await scores('compare', x, y), await scores('compare', x, y));
  });

  it('finds a file identical to itself', async () => {
    const [cka, procrustes] = await scores('compare', x, x, '--measure', 'cka', '--measure', 'procrustes');
    near(cka?.value, 1);
    near(procrustes?.value, 0);
  });

  it('draws the layer grid of two seeds, same layers most alike', async () => {
    const found = await scores('compare', seed0, seed1);
    const layers = ['layer1', 'layer2', 'logits'];
    assert.deepEqual(
      found.map((s) => [s.x, s.y]),
      layers.flatMap((a) => layers.map((b) => [a, b])),
    );
    for (const layer of layers) {
      const row = found.filter((s) => s.x === layer);
      const best = row.reduce<ScoreData | undefined>(
        (a, b) => ((a?.value ?? -1) > (b.value ?? -1) ? a : b),
        undefined,
      );
      assert.equal(best?.y, layer);
    }
    const text = await answer('compare', seed0, seed1);
    assert.match(text, /^ +layer1 +layer2 +logits\nlayer1 +0\.\d{3} +0\.\d{3} +0\.\d{3}\nlayer2 /m);
    assert.match(text, /cka\(estimator: debiased\): 1 for identical, higher is more alike\.$/m);
  });

  it('compares one pair of layers by all measures that are quick, and says which are left', async () => {
    const found = await scores('compare', seed0, seed1, '--tensor-x', 'layer1', '--tensor-y', 'layer2');
    assert.ok(found.length >= 8 && found.every((s) => s.x === 'layer1' && s.y === 'layer2' && s.n === 2000));
    assert.ok(!found.some(({ measure }) => measure === 'topo.gs'));
    const text = await answer('compare', seed0, seed1, '--tensor-x', 'layer1', '--tensor-y', 'layer2');
    assert.match(text, /^not computed: Geometry score, takes about \d+ s; ask with --measure gs or --all$/m);
  });

  it('lists a measure that does not apply with the reason', async () => {
    const procrustes = ['--measure', 'procrustes'];
    const pair = ['compare', seed0, seed1, '--tensor-x', 'layer1', '--tensor-y', 'layer2'];
    const [score] = await scores(...pair, ...procrustes, '--measure', 'relative_change');
    assert.equal(score?.measure, 'align.procrustes');
    const all = await scores(...pair, '--measure', 'weights.relative_change');
    assert.deepEqual([all[0]?.status, all[0]?.value], ['undefined', null]);
    assert.match(all[0]?.reason ?? '', /weights/);
  });

  it('compares two checkpoints tensor by tensor', async () => {
    const steps = ['samples/seed0/step-0500.safetensors', 'samples/seed0/step-1000.safetensors'];
    const found = await scores('compare', ...steps);
    const change = found.filter(({ measure }) => measure === 'weights.relative_change');
    const cosine = found.filter(({ measure }) => measure === 'weights.cosine');
    assert.equal(change.length, 6);
    assert.equal(cosine.length, 6);
    assert.ok(found.every((s) => s.x === s.y && s.status === 'ok'));
    assert.ok(cosine.every(({ value }) => (value ?? 0) > 0.5));
    assert.match(await answer('compare', ...steps), /^layer1\.weight +64 x 784 +0\.\d{3} +0\.\d{3}$/m);
  });

  it('refuses bad input in one sentence', async () => {
    assert.match(
      await refusal('compare', x, y, '--measure', 'ckka'),
      /no measure "ckka"; did you mean .*cka/,
    );
    assert.match(await refusal('compare', x, y, '--measure', 'cka(kernel: cubic)'), /kernel/);
    assert.match(await refusal('compare', x, 'absent.npy'), /absent\.npy/);
    assert.match(
      await refusal('compare', seed0, seed1, '--tensor-x', 'layer9'),
      /no tensor "layer9": it holds layer1/,
    );
    assert.match(await refusal('compare', x, 'samples/seed0/logits.npy'), /has 200 rows and .* has 2000: /);
    assert.match(await refusal('compare', x), /takes 2 files, not 1/);
    assert.match(await refusal('compare', seed0, seed1, '--all'), /choose one of each file with --tensor-x/);
  });
});
