import assert from 'node:assert/strict';
import { ensureSamples } from '../../samples/ensure';
import { gridOf, layersOf, sameLayers, value } from './representations';

// What similarity measures are known to find must come out on the sample networks, through the real readers and
// measures (Kornblith et al. 2019, section 6: layers of equally built networks find each other by CKA).

const activations = (run: string, step = '1000') => `${run}/activations-${step}.safetensors`;
const seeds = ['seed0', 'seed1', 'seed2'];
const seedPairs = [
  ['seed0', 'seed1'],
  ['seed0', 'seed2'],
  ['seed1', 'seed2'],
] as const;

describe('the sample networks, measured', function () {
  this.timeout(60_000);

  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });

  for (const measure of ['cka', 'cka(estimator: debiased)']) {
    for (const [a, b] of seedPairs) {
      it(`have each layer of ${a} most alike to the same layer of ${b}, and the other way round, by ${measure}`, async () => {
        const grid = await gridOf(measure, activations(a), activations(b));
        grid.forEach((row, i) => {
          assert.equal(row.indexOf(Math.max(...row)), i, `row ${i}: ${row.join(' ')}`);
          const column = grid.map((other) => other[i] ?? NaN);
          assert.equal(column.indexOf(Math.max(...column)), i, `column ${i}: ${column.join(' ')}`);
        });
      });
    }

    it(`are alike from seed to seed and unlike the network that learnt shuffled labels, by ${measure}`, async () => {
      const control = await sameLayers(measure, activations('seed0'), activations('shuffled'));
      for (const [a, b] of seedPairs) {
        (await sameLayers(measure, activations(a), activations(b))).forEach((alike, layer) => {
          assert.ok(alike > 0.9, `layer ${layer}: ${alike}`);
          assert.ok(
            alike > (control[layer] ?? NaN) + 0.3,
            `layer ${layer}: ${alike} against ${String(control[layer])}`,
          );
        });
      }
    });
  }

  for (const [measure, closer] of [
    ['cka(estimator: debiased)', (own: number, other: number) => own > other],
    ['angular', (own: number, other: number) => own < other],
    ['jaccard', (own: number, other: number) => own > other],
  ] as const) {
    it(`are closer to a later step of their own run than to any other seed, by ${measure}`, async () => {
      const now = activations('seed0', '0500');
      const later = await sameLayers(measure, now, activations('seed0'));
      for (const other of ['seed1', 'seed2']) {
        for (const step of ['0500', '1000']) {
          (await sameLayers(measure, now, activations(other, step))).forEach((far, layer) => {
            assert.ok(
              closer(later[layer] ?? NaN, far),
              `${other} ${step} layer ${layer}: ${String(later[layer])}, ${far}`,
            );
          });
        }
      }
    });
  }

  it('find their layers again in a network twice as wide', async () => {
    const alike = await sameLayers('cka(estimator: debiased)', activations('seed0'), activations('wide'));
    assert.ok(
      alike.every((layer) => layer > 0.9),
      alike.join(' '),
    );
  });

  it('answer alike from seed to seed, and nothing like the network that learnt shuffled labels', async () => {
    const [control] = await layersOf('shuffled/logits.npy', 'logits');
    const models = await Promise.all(
      seeds.map(async (seed) => (await layersOf(`${seed}/logits.npy`, 'logits'))[0]),
    );
    for (const measure of ['disagreement', 'jsd']) {
      const unlike = models.map((model) => value(measure, model, control));
      const alike = [value(measure, models[0], models[1]), value(measure, models[1], models[2])];
      assert.ok(
        Math.max(...alike) < Math.min(...unlike) / 3,
        `${measure}: ${alike.join(' ')}, ${unlike.join(' ')}`,
      );
    }
  });
});
