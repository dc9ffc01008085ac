/** A layer in memory. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** [outputs x inputs], row by row. */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

/** A function between layers, and its derivative by what goes in, from what comes out. */
export interface Nonlinear {
  of(value: number): number;
  slope(result: number): number;
}

export const nonlinear: Readonly<Record<'relu' | 'tanh' | 'sigmoid', Nonlinear>> = {
  // At its kink the slope is 0, as everywhere below.
  relu: { of: (value) => Math.max(0, value), slope: (result) => (result > 0 ? 1 : 0) },
  tanh: { of: Math.tanh, slope: (result) => 1 - result * result },
  sigmoid: { of: (value) => 1 / (1 + Math.exp(-value)), slope: (result) => result * (1 - result) },
};

/**
 * What each layer puts out for n rows, the last one without the function.
 * @param x [n x inputs of the first layer]
 */
export function forward(
  layers: readonly Layer[],
  between: Nonlinear,
  x: Float64Array,
  n: number,
): Float64Array[] {
  let input = x;
  return layers.map(({ inputs, outputs, weight, bias }, l) => {
    const output = new Float64Array(n * outputs);
    const last = l === layers.length - 1;
    for (let i = 0; i < n; i++) {
      for (let o = 0; o < outputs; o++) {
        let sum = bias[o] ?? 0;
        for (let k = 0; k < inputs; k++) sum += (weight[o * inputs + k] ?? 0) * (input[i * inputs + k] ?? 0);
        output[i * outputs + o] = last ? sum : between.of(sum);
      }
    }
    input = output;
    return output;
  });
}

/**
 * The gradient by x of the weighted sum of the last layer's entries: [n x inputs].
 * @param computed what `forward` gave
 * @param weights [n x outputs of the last layer]
 */
export function pullback(
  layers: readonly Layer[],
  between: Nonlinear,
  computed: readonly Float64Array[],
  weights: Float64Array,
  n: number,
): Float64Array {
  let error = weights;
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l];
    if (layer === undefined) continue;
    const { inputs, outputs, weight } = layer;
    const below = computed[l - 1];
    const passed = new Float64Array(n * inputs);
    for (let i = 0; i < n; i++) {
      for (let o = 0; o < outputs; o++) {
        const of = error[i * outputs + o] ?? 0;
        if (of === 0) continue;
        for (let k = 0; k < inputs; k++)
          passed[i * inputs + k] = (passed[i * inputs + k] ?? 0) + of * (weight[o * inputs + k] ?? 0);
      }
    }
    if (below !== undefined)
      for (let at = 0; at < passed.length; at++)
        passed[at] = (passed[at] ?? 0) * between.slope(below[at] ?? 0);
    error = passed;
  }
  return error;
}
