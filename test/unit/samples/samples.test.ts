import assert from 'node:assert/strict';
import { withShuffledLabels, type LabelledImages } from '../../samples/digits';
import { randomFrom } from '../../samples/random';
import { trainRun, type Run } from '../../samples/samples';

/** 8-pixel pictures of two kinds: bright on the left, bright on the right; noise everywhere. */
function pictures(count: number, seed: number): LabelledImages {
  const random = randomFrom(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const images = Uint8Array.from({ length: count * 8 }, (_, i) => {
    const bright = i % 8 < 4 === (Math.floor(i / 8) % 2 === 0);
    return Math.floor(random.next() * 100) + (bright ? 150 : 0);
  });
  return { count, width: 8, images, labels };
}

const run: Run = { name: 'tiny', widths: [8, 6, 4, 2], seed: 7, shuffledLabels: false, savedSteps: [1, 400] };
const train = (settings: Run) => trainRun(settings, pictures(256, 1), pictures(50, 2));

describe('the sample networks', () => {
  it('are the same files, byte for byte, when trained twice', () => {
    assert.deepEqual(train(run).files, train(run).files);
  });

  it('are other files with another seed', () => {
    const [first, second] = [train(run), train({ ...run, seed: 8 })].map(({ files }) =>
      files.map(([, bytes]) => bytes),
    );
    first?.forEach((bytes, i) => assert.notDeepEqual(bytes, second?.[i]));
  });

  it('learn what there is to learn', () => {
    const [, last] = train(run).accuracies;
    assert.deepEqual(last, [400, 1]);
  });

  it('have as many shuffled labels of each kind as true ones, at other images', () => {
    const { labels } = pictures(256, 1);
    const shuffled = withShuffledLabels(pictures(256, 1), 4).labels;
    assert.notDeepEqual(shuffled, labels);
    assert.deepEqual(shuffled.toSorted(), labels.toSorted());
  });

  it('leave a checkpoint and the activations of every saved step, and the last logits', () => {
    assert.deepEqual(
      train(run).files.map(([path]) => path),
      [
        'tiny/step-0001.safetensors',
        'tiny/activations-0001.safetensors',
        'tiny/step-0400.safetensors',
        'tiny/activations-0400.safetensors',
        'tiny/logits.npy',
      ],
    );
  });
});
