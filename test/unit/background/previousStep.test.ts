import assert from 'node:assert/strict';
import { previousName } from '../../../server/background/previousStep';

describe('The previous step', () => {
  it('is the nearest smaller number in natural order', async () => {
    const names = ['step-0500.safetensors', 'step-1000.safetensors', 'step-2000.safetensors', 'notes.txt'];
    assert.equal(await previousName('step-2000.safetensors', names), 'step-1000.safetensors');
    assert.equal(await previousName('step-1000.safetensors', names), 'step-0500.safetensors');
    assert.equal(await previousName('step-0500.safetensors', names), undefined);
    assert.equal(
      await previousName('step-10.npz', ['step-2.npz', 'step-9.npz', 'step-10.npz']),
      'step-9.npz',
    );
  });

  it('may differ in epoch and step together', async () => {
    const names = ['epoch=3-step=500.npz', 'epoch=4-step=900.npz', 'epoch=4-step=1000.npz'];
    assert.equal(await previousName('epoch=4-step=1000.npz', names), 'epoch=4-step=900.npz');
    assert.equal(await previousName('epoch=4-step=900.npz', names), 'epoch=3-step=500.npz');
  });

  it('is never of another seed, layer, shard, name or format', async () => {
    const others = [
      'seed0-step-1.npz',
      'layer1.npy',
      'model-00001-of-00003.safetensors',
      'acts-1.npz',
      'step-1.npy',
    ];
    assert.equal(await previousName('seed1-step-1.npz', others), undefined);
    assert.equal(await previousName('layer2.npy', others), undefined);
    assert.equal(await previousName('model-00002-of-00003.safetensors', others), undefined);
    assert.equal(await previousName('step-2.npz', others), undefined);
  });

  it('is not looked for by a name without a number', async () => {
    assert.equal(await previousName('final.npz', ['step-1.npz']), undefined);
  });

  it('reads digits of any length', async () => {
    const long = '9'.repeat(200);
    assert.equal(
      await previousName(`step-${long}.npz`, [`step-${'1'.repeat(200)}.npz`]),
      `step-${'1'.repeat(200)}.npz`,
    );
  });
});
