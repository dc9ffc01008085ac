import assert from 'node:assert/strict';
import { build, scoreOf, valueOf } from '../inputs';

const rows = (...values: readonly (readonly number[])[]) =>
  build(values.length, values[0]?.length ?? 0, (i, j) => values[i]?.[j] ?? NaN);

describe('saliency map similarity', () => {
  it('is the mean cosine of the sizes of gradients, class by class', () => {
    const [g, h] = [rows([1, -1, 0, 2], [3, 4, 1, 0]), rows([1, 1, 5, 0], [-4, 3, 2, 0])];
    // Of the first instance 1 and 0, of the second 24/25 and 1.
    assert.ok(Math.abs(valueOf('grad.saliency(classes: 2)', g, h) - (1 + 0 + 24 / 25 + 1) / 4) < 1e-15);
    const whole = (2 / Math.sqrt(6 * 27) + 26 / Math.sqrt(26 * 29)) / 2;
    assert.ok(Math.abs(valueOf('grad.saliency', g, h) - whole) < 1e-15);
  });

  it('leaves out gradients that are zero, and says how many', () => {
    const [g, h] = [rows([1, 1, 0, 0], [1, 0, 1, 0]), rows([1, 1, 1, 0], [0, 1, 1, 0])];
    const { value, notes } = scoreOf('grad.saliency(classes: 2)', g, h);
    assert.ok(Math.abs((value ?? NaN) - 2 / 3) < 1e-15);
    assert.deepEqual(notes, [
      'Gradients that are zero in one input or the other have no direction and are left out: 1.',
    ]);
    assert.equal(
      scoreOf('grad.saliency', rows([0, 0]), rows([1, 2])).reason,
      'Every gradient of one input or the other is zero.',
    );
  });

  it('neither overflows nor vanishes', () => {
    for (const size of [1e-300, 1e300]) {
      assert.ok(
        Math.abs(valueOf('grad.saliency', rows([3 * size, 4 * size]), rows([4, 3])) - 24 / 25) < 1e-15,
      );
    }
  });

  it('refuses columns that are no whole number of gradients, and class scores', () => {
    const g = rows([1, 2, 3, 4]);
    assert.match(
      scoreOf('grad.saliency(classes: 3)', g, g).reason ?? '',
      /cannot take 4 columns for gradients of 3 classes/,
    );
    assert.match(scoreOf('grad.saliency', g, g, 'logits').reason ?? '', /compares gradients, not logits/);
  });
});
