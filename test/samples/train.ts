import type { LabelledImages } from './digits';
import {
  createNetwork,
  forwardLayer,
  loadImage,
  nonZero,
  softmax,
  sparse,
  type DenseLayer,
  type Network,
  type Sparse,
} from './network';
import { randomFrom, shuffle } from './random';

export interface Training {
  /** Input first, classes last. */
  readonly widths: readonly number[];
  readonly seed: number;
  readonly steps: number;
  /** Default: 64. */
  readonly batch?: number;
  /** Default: 0.001. */
  readonly learningRate?: number;
}

/** A layer's input, output and error for one instance, and its gradient and Adam moments over a batch. */
interface Trained {
  readonly layer: DenseLayer;
  readonly input: Sparse;
  readonly output: Float32Array;
  readonly error: Float64Array;
  readonly parameters: readonly {
    values: Float32Array;
    gradient: Float64Array;
    m: Float64Array;
    v: Float64Array;
  }[];
}

function trained(layer: DenseLayer): Trained {
  return {
    layer,
    input: sparse(layer.inputs),
    output: new Float32Array(layer.outputs),
    error: new Float64Array(layer.outputs),
    parameters: [layer.weight, layer.bias].map((values) => ({
      values,
      gradient: new Float64Array(values.length),
      m: new Float64Array(values.length),
      v: new Float64Array(values.length),
    })),
  };
}

/** Adam (Kingma and Ba 2015) with its usual constants, on the mean gradient of a batch; clears the gradient. */
function adam(layers: readonly Trained[], step: number, batch: number, learningRate: number): void {
  const rate = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  for (const { values, gradient, m, v } of layers.flatMap((l) => l.parameters)) {
    for (let i = 0; i < values.length; i++) {
      const g = (gradient[i] ?? 0) / batch;
      const mean = 0.9 * (m[i] ?? 0) + 0.1 * g;
      const square = 0.999 * (v[i] ?? 0) + 0.001 * g * g;
      m[i] = mean;
      v[i] = square;
      values[i] = (values[i] ?? 0) - (rate * mean) / (Math.sqrt(square) + 1e-8);
      gradient[i] = 0;
    }
  }
}

/** Adds one instance's gradient of this layer and hands the error on to the layer below. */
function backwardLayer(above: Trained, below: Trained | undefined): void {
  const { inputs, outputs, weight } = above.layer;
  const { positions, values, count } = above.input;
  const [ofWeight, ofBias] = above.parameters.map((p) => p.gradient) as [Float64Array, Float64Array];
  const passed = below?.error;
  passed?.fill(0);
  for (let o = 0; o < outputs; o++) {
    const error = above.error[o] ?? 0;
    if (error === 0) continue;
    ofBias[o] = (ofBias[o] ?? 0) + error;
    const row = o * inputs;
    // An input that was zero takes no part: neither its weight here nor (it is rectified) its own error.
    for (let k = 0; k < count; k++) {
      const at = row + (positions[k] ?? 0);
      ofWeight[at] = (ofWeight[at] ?? 0) + error * (values[k] ?? 0);
    }
    if (!passed) continue;
    for (let k = 0; k < count; k++) {
      const i = positions[k] ?? 0;
      passed[i] = (passed[i] ?? 0) + error * (weight[row + i] ?? 0);
    }
  }
}

/**
 * Trains on the cross-entropy of the labels and calls `onStep` after every step with the network as it stands
 * (the same object each time). Bit for bit the same for the same data and settings.
 */
export function train(
  data: LabelledImages,
  settings: Training,
  onStep: (step: number, network: Network) => void,
): void {
  const { widths, seed, steps, batch = 64, learningRate = 0.001 } = settings;
  const network = createNetwork(widths, seed);
  const layers = network.map(trained);
  const image = new Float32Array(data.width);
  const order = Uint16Array.from({ length: data.count }, (_, i) => i);
  const random = randomFrom(seed + 1000);
  let next = data.count;

  const learnFrom = (row: number): void => {
    loadImage(data.images, row, image);
    layers.forEach((l, i) => {
      const below = layers[i - 1]?.output ?? image;
      forwardLayer(l.layer, nonZero(below, l.input), i === layers.length - 1, l.output);
    });
    const top = layers[layers.length - 1];
    if (!top) return;
    top.error.set(softmax(top.output, top.layer.outputs));
    const label = data.labels[row] ?? 0;
    top.error[label] = (top.error[label] ?? 0) - 1;
    layers.toReversed().forEach((l, i) => backwardLayer(l, layers[layers.length - 2 - i]));
  };

  for (let step = 1; step <= steps; step++) {
    if (next + batch > data.count) {
      shuffle(order, random);
      next = 0;
    }
    for (let k = 0; k < batch; k++) learnFrom(order[next++] ?? 0);
    adam(layers, step, batch, learningRate);
    onStep(step, network);
  }
}
