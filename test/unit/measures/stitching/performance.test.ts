import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { Prepared } from '../../../../server/measures/prepared';
import { score } from '../../../../server/measures/score';
import type { Score } from '../../../../server/protocol';
import { build, engine } from '../inputs';

const labels = { classes: Int32Array.from([0, 1, 1, 0]), count: 2 };
const of = (...rows: readonly (readonly number[])[]): Prepared =>
  new Prepared(
    { values: build(4, 2, (i, j) => rows[i]?.[j] ?? NaN), meaning: 'probabilities', labels },
    engine,
  );
const stitched = of([0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.4, 0.6]);
const second = of([0.8, 0.2], [0.3, 0.7], [0.5, 0.5], [0.7, 0.3]);
const perf = (x: Prepared, y: Prepared, quality = 'accuracy'): Score =>
  score(parseCall(`stitch.perf(quality: ${quality})`), x, y);

describe('stitching performance difference', () => {
  it('is the quality of the stitched model less that of the second, with its sign', () => {
    const found = perf(stitched, second);
    assert.equal(found.value, 0.5 - 0.75);
    assert.equal(perf(second, stitched).value, 0.25);
    assert.deepEqual(found.details?.slice(0, 2), [
      { name: 'accuracy of the stitched model', value: 0.5 },
      { name: 'accuracy of the second model', value: 0.75 },
    ]);
  });

  it('is below 0 for a loss of quality by the log loss, too', () => {
    const loss = (...p: readonly number[]): number =>
      -p.reduce((sum, one) => sum + Math.log(one), 0) / p.length;
    const expected = loss(0.8, 0.7, 0.5, 0.7) - loss(0.9, 0.4, 0.8, 0.4);
    assert.ok(Math.abs((perf(stitched, second, 'log_loss').value ?? NaN) - expected) < 1e-14);
    assert.ok(expected < 0);
  });

  it('may have the largest value that a quality allows', () => {
    const right = of([1, 0], [0, 1], [0, 1], [1, 0]);
    const wrong = of([0, 1], [1, 0], [1, 0], [0, 1]);
    assert.equal(perf(right, wrong).value, 1);
    assert.equal(perf(wrong, right, 'mcc').value, -2);
  });

  it('is not among the measures that are asked of any two models', () => {
    const plain = new Prepared({ ...stitched.representation, meaning: 'activations' }, engine);
    assert.match(perf(plain, plain).reason ?? '', /compares stitched outputs, not activations/);
  });
});
