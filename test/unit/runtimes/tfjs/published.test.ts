import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { randomFrom } from '../../../../server/linalg/random';
import type { NumericArray, Running } from '../../../../server/runtimes/runtime';
import { tfjs } from '../../../../server/runtimes/tfjs/tfjs';
import { gradientOf, started } from './running';

/** Graphs of the npm package @vladmandic/human. */
const models = join(dirname(createRequire(__filename).resolve('@vladmandic/human')), '../models');
const output = 'Identity';

/** A network that tells photographs of faces from faces: images of 32 x 32, convolutions, two probabilities. */
const path = join(models, 'liveness.json');
const input = 'conv2d_1_input';
const shape = [1, 32, 32, 3];
const numbers = randomFrom(1);
const image = Float64Array.from({ length: 32 * 32 * 3 }, () => Math.fround(numbers.uniform()));
const at = (values: Float64Array): NumericArray => ({ shape, values });

async function probabilities(running: Running, values: Float64Array): Promise<readonly number[]> {
  const found = await running.run(new Map([[input, at(values)]]));
  return [...(found.get(output)?.values ?? [])];
}

/** A step of length 1 in some direction. */
function unit(values: Float64Array): Float64Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

describe('A published graph of TensorFlow.js', function () {
  this.timeout(60_000);

  it('says what it takes and what it computes', async () => {
    const { inputs, steps } = await tfjs.anatomy(path);
    assert.deepEqual(inputs, [{ name: input, dtype: 'float32', shape: [null, 32, 32, 3] }]);
    assert.equal(steps.length, 21);
    const ends = steps.filter(({ kind }) => kind === 'nonlinear').map(({ name }) => name.split('/').at(-1));
    assert.deepEqual(ends, ['Relu', 'Relu', 'Relu', 'Relu', 'Relu', 'Softmax']);
  });

  it('computes probabilities, and what layers end with, row by row', async () => {
    const running = await started(path);
    const both = Float64Array.from([...image, ...image.map((value) => 1 - value)]);
    const found = await running.run(new Map([[input, { shape: [2, ...shape.slice(1)], values: both }]]));
    const scores = [...(found.get(output)?.values ?? [])];
    assert.equal(scores.length, 4);
    for (const row of [scores.slice(0, 2), scores.slice(2)])
      assert.ok(Math.abs((row[0] ?? NaN) + (row[1] ?? NaN) - 1) < 1e-6);
    const alone = await probabilities(running, image);
    assert.deepEqual(scores.slice(0, 2), alone);
    const rectified = found.get('StatefulPartitionedCall/sequential_1/activation_1/Relu');
    assert.deepEqual(rectified?.shape, [2, 32, 32, 16]);
    assert.ok(rectified.values.every((value) => value >= 0) && rectified.values.some((value) => value > 0));
    const softmax = found.get('StatefulPartitionedCall/sequential_1/activation_6/Softmax');
    assert.deepEqual([...(softmax?.values ?? [])], scores);
  });

  const gradients: readonly (readonly [string, string, string, readonly number[]])[] = [
    ['convolutions and normalisations', path, input, shape],
    // Depthwise convolutions, sums of branches, means over the picture: what a face expresses, of seven.
    ['separable convolutions and branches', join(models, 'emotion.json'), 'input_1', [1, 64, 64, 1]],
  ];
  for (const [what, model, name, lengths] of gradients) {
    it(`has through ${what} the gradients that finite differences have`, async () => {
      const random = randomFrom(7);
      const running = await started(model, []);
      const size = lengths.reduce((product, length) => product * length, 1);
      const x = Float64Array.from({ length: size }, () => Math.fround(random.uniform()));
      const scores = async (values: Float64Array): Promise<readonly number[]> => {
        const found = await running.run(new Map([[name, { shape: lengths, values }]]));
        return [...(found.get(output)?.values ?? [])];
      };
      const weights = Float64Array.from(await scores(x), () => random.gaussian());
      const weighting = { shape: [1, weights.length], values: weights };
      const given = [name, { shape: lengths, values: x }] as const;
      const gradient = Float64Array.from(await gradientOf(running, given, [output, weighting]));
      const steepest = Math.hypot(...gradient);
      assert.ok(steepest > 0.1);
      const weighted = async (along: Float64Array, step: number): Promise<number> => {
        const found = await scores(x.map((value, i) => value + step * (along[i] ?? NaN)));
        return found.reduce((sum, score, c) => sum + score * (weights[c] ?? NaN), 0);
      };
      // Probabilities are float32, so a difference is right to some 1e-7, and over a step of 2 x 0.003 to 2e-5. Along the
      // gradient the scores bend most, which costs a share of the step squared; a unit that switches on or off within the
      // step costs a share of the step.
      const step = 0.003;
      const directions = [gradient, ...Array.from({ length: 3 }, () => x.map(() => random.gaussian()))];
      for (const along of directions.map(unit)) {
        const slope = along.reduce((sum, value, i) => sum + value * (gradient[i] ?? NaN), 0);
        const found = ((await weighted(along, step)) - (await weighted(along, -step))) / (2 * step);
        assert.ok(Math.abs(found - slope) < 2e-3 * steepest, `${found} is not ${slope}`);
      }
    });
  }

  it('takes the parts that change with the image as they come', async () => {
    // Loops, lists of boxes, and operators whose results have as many rows as there are hands.
    const hands = join(models, 'handtrack.json');
    const { inputs, steps } = await tfjs.anatomy(hands);
    assert.deepEqual(inputs, [{ name: 'input_tensor', dtype: 'int32', shape: [1, null, null, 3] }]);
    assert.ok(steps.some(({ operator }) => operator === 'NonMaxSuppressionV5'));
  });
});
