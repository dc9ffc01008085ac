import assert from 'node:assert/strict';
import type { NumericArray, Running } from '../../../server/runtimes/runtime';
import { attacked, gradientsOf } from '../../../server/runtimes/whiteBox';

/** Scores [x0 + 2 x1, 3 x0 - x1] of rows [x0, x1]. */
const linear: Running & { readonly pullback: NonNullable<Running['pullback']> } = {
  run(inputs) {
    const { shape = [0], values = [] } = inputs.get('x') ?? {};
    const scores = new Float64Array(values.length);
    for (let i = 0; i < (shape[0] ?? 0); i++) {
      const [a = 0, b = 0] = [values[2 * i], values[2 * i + 1]];
      scores.set([a + 2 * b, 3 * a - b], 2 * i);
    }
    return Promise.resolve(new Map([['y', { shape: [shape[0] ?? 0, 2], values: scores }]]));
  },
  pullback(_, __, { shape, values }) {
    const gradient = new Float64Array(values.length);
    for (let i = 0; i < (shape[0] ?? 0); i++) {
      const [p = 0, q = 0] = [values[2 * i], values[2 * i + 1]];
      gradient.set([p + 3 * q, 2 * p - q], 2 * i);
    }
    return Promise.resolve({ shape, values: gradient });
  },
};

const x: NumericArray = { shape: [2, 2], values: Float64Array.of(1, 2, -1, 0.5) };
const attack = { epsilon: 0.5, steps: 1, stepSize: 0.1, low: -Infinity, high: Infinity };
const of = async (options: Partial<typeof attack>): Promise<readonly number[]> => {
  const labels = Int32Array.of(0, 1);
  return [...(await attacked(linear, ['x', x], 'y', labels, { ...attack, ...options })).values];
};

describe('gradients by class', () => {
  it('are those of each score, instance by instance', async () => {
    const inputs = new Map([['x', x]]);
    const scores = (await linear.run(inputs)).get('y') ?? x;
    const { shape, values } = await gradientsOf(linear.pullback, inputs, { name: 'y', array: scores });
    assert.deepEqual(shape, [2, 2, 2]);
    assert.deepEqual([...values], [1, 2, 3, -1, 1, 2, 3, -1]);
  });
});

describe('an attack', () => {
  it('of one step goes epsilon along the sign of the gradient of the loss', async () => {
    // Away from class 0 is towards 3 x0 - x1 - (x0 + 2 x1) = 2 x0 - 3 x1; away from class 1 the other way.
    assert.deepEqual(await of({}), [1.5, 1.5, -1.5, 1]);
  });

  it('of several steps ends within epsilon', async () => {
    const expected = [1.3, 1.7, -1.3, 0.8];
    (await of({ steps: 3 })).forEach((value, i) => assert.ok(Math.abs(value - (expected[i] ?? NaN)) < 1e-12));
    assert.deepEqual(await of({ steps: 50 }), [1.5, 1.5, -1.5, 1]);
  });

  it('takes scores that are probabilities for what they are', async () => {
    // The probabilities x, (1 - x) / 3 and 2 (1 - x) / 3.
    const slopes = [1, -1 / 3, -2 / 3];
    let seen: readonly number[] = [];
    const model: Running & { readonly pullback: NonNullable<Running['pullback']> } = {
      run: (inputs) => {
        const [value = NaN] = inputs.get('x')?.values ?? [];
        const values = slopes.map((slope) => (slope === 1 ? value : -slope * (1 - value)));
        return Promise.resolve(new Map([['y', { shape: [1, 3], values: Float64Array.from(values) }]]));
      },
      pullback: (_, __, { values }) => {
        seen = [...values];
        const sum = slopes.reduce((total, slope, c) => total + slope * (values[c] ?? NaN), 0);
        return Promise.resolve({ shape: [1, 1], values: Float64Array.of(sum) });
      },
    };
    const one = { shape: [1, 1], values: Float64Array.of(0.7) };
    const found = await attacked(model, ['x', one], 'y', Int32Array.of(2), attack);
    // Away from class 2 is up.
    assert.deepEqual(seen, [0, 0, -1]);
    assert.deepEqual([...found.values], [1.2]);
  });

  it('stays within what inputs can be', async () => {
    assert.deepEqual(await of({ low: -1.2, high: 1.2 }), [1.2, 1.2, -1.2, 1]);
  });
});
