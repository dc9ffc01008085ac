import assert from 'node:assert/strict';
import { ensureSamples } from '../samples/ensure';
import { answer, data, refusal } from './nnsim';

const file = 'samples/seed0/activations-1000.safetensors';

describe('nnsim describe, built', function () {
  // Each test starts processes; machines that test are busy.
  this.timeout(60_000);

  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });

  it('tells rank and dimension of every layer', async () => {
    const { descriptions } = (await data('describe', file)) as {
      descriptions: { tensor: string; n: number; d: number; rank: number; effectiveDimension: number }[];
    };
    assert.deepEqual(
      descriptions.map(({ tensor, n, d }) => [tensor, n, d]),
      [
        ['layer1', 2000, 64],
        ['layer2', 2000, 32],
        ['logits', 2000, 10],
      ],
    );
    for (const { rank, d, effectiveDimension } of descriptions) {
      assert.ok(rank <= d && effectiveDimension > 1 && effectiveDimension <= rank);
    }
  });

  it('prints a table for people', async () => {
    assert.match(await answer('describe', file), /^layer2 +2000 +32 +\d+ +\d+\.\d\d /m);
  });

  it('refuses a file without matrices', async () => {
    assert.match(await refusal('describe', 'samples/absent.npy'), /absent\.npy/);
    assert.match(await refusal('describe', file, '--tensor', 'layer7'), /no tensor "layer7"/);
  });
});
