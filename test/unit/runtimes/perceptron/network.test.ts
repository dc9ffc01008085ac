import assert from 'node:assert/strict';
import { forward, type Layer, nonlinear, pullback } from '../../../../server/runtimes/perceptron/network';
import { gaussian } from '../../measures/inputs';

function network(widths: readonly number[], seed: number): readonly Layer[] {
  const next = gaussian(seed);
  return widths.slice(1).map((outputs, l) => {
    const inputs = widths[l] ?? 0;
    const weight = Float64Array.from({ length: inputs * outputs }, next);
    return { inputs, outputs, weight, bias: Float64Array.from({ length: outputs }, next) };
  });
}

describe('a perceptron', () => {
  it('computes each layer from the one before, the last without the function', () => {
    const layers: Layer[] = [
      { inputs: 2, outputs: 2, weight: Float64Array.of(1, -1, 2, 1), bias: Float64Array.of(0.5, -3) },
      { inputs: 2, outputs: 1, weight: Float64Array.of(-2, 1), bias: Float64Array.of(0.25) },
    ];
    const [hidden, output] = forward(layers, nonlinear.relu, Float64Array.of(1, 2, 3, 1), 2);
    assert.deepEqual([...(hidden ?? [])], [0, 1, 2.5, 4]);
    assert.deepEqual([...(output ?? [])], [1.25, -0.75]);
  });

  for (const between of ['relu', 'tanh', 'sigmoid'] as const) {
    it(`has the gradients that differences give: ${between}`, () => {
      const layers = network([5, 7, 4, 3], 3);
      const next = gaussian(9);
      const x = Float64Array.from({ length: 2 * 5 }, next);
      const weights = Float64Array.from({ length: 2 * 3 }, next);
      const sumAt = (at: Float64Array): number => {
        const output = forward(layers, nonlinear[between], at, 2).at(-1) ?? new Float64Array();
        return output.reduce((sum, value, i) => sum + value * (weights[i] ?? NaN), 0);
      };
      const computed = forward(layers, nonlinear[between], x, 2);
      const gradient = pullback(layers, nonlinear[between], computed, weights, 2);
      x.forEach((value, i) => {
        const h = 1e-6;
        const difference = (sumAt(x.with(i, value + h)) - sumAt(x.with(i, value - h))) / (2 * h);
        assert.ok(Math.abs(difference - (gradient[i] ?? NaN)) < 1e-7 * Math.max(1, Math.abs(difference)));
      });
    });
  }
});
