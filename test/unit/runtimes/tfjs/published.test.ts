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
const random = randomFrom(7);
const image = Float64Array.from({ length: 32 * 32 * 3 }, () => Math.fround(random.uniform()));
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

  it('has the gradients that its outputs have by finite differences', async () => {
    const running = await started(path, []);
    const weights = { shape: [1, 2], values: Float64Array.of(1, -0.5) };
    const gradient = Float64Array.from(await gradientOf(running, [input, at(image)], [output, weights]));
    const size = Math.hypot(...gradient);
    assert.ok(size > 0.1);
    const weighted = async (along: Float64Array, step: number): Promise<number> => {
      const [a = NaN, b = NaN] = await probabilities(
        running,
        image.map((value, i) => value + step * (along[i] ?? NaN)),
      );
      return a - 0.5 * b;
    };
    // Probabilities are float32, so a difference is right to some 1e-7, and over a step of 2 x 0.003 to 2e-5. Along the
    // gradient the loss bends most, which costs a share of the step squared; where a unit switches on or off, a share of the step.
    const step = 0.003;
    const directions = [gradient, ...Array.from({ length: 5 }, () => image.map(() => random.gaussian()))].map(
      unit,
    );
    for (const along of directions) {
      const slope = along.reduce((sum, value, i) => sum + value * (gradient[i] ?? NaN), 0);
      const difference = (await weighted(along, step)) - (await weighted(along, -step));
      assert.ok(
        Math.abs(difference / (2 * step) - slope) < 2e-3 * size,
        `${difference / (2 * step)} is not ${slope}`,
      );
    }
  });

  it('takes the parts that change with the image as they come', async () => {
    // Loops, lists of boxes, and operators whose results have as many rows as there are hands.
    const hands = join(models, 'handtrack.json');
    const { inputs, steps } = await tfjs.anatomy(hands);
    assert.deepEqual(inputs, [{ name: 'input_tensor', dtype: 'int32', shape: [1, null, null, 3] }]);
    assert.ok(steps.some(({ operator }) => operator === 'NonMaxSuppressionV5'));
  });
});
