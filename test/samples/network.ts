import { randomFrom } from './random';

/** A fully connected layer: y = W x + b, then max(0, y) unless it is the last. */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** [outputs x inputs], row by row, as PyTorch stores a Linear. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** A multi-layer perceptron with rectified linear units. */
export type Network = readonly DenseLayer[];

/** Weights and biases uniform within ±1/√inputs, the customary start of PyTorch's Linear. `widths`: input first. */
export function createNetwork(widths: readonly number[], seed: number): Network {
  const random = randomFrom(seed);
  return widths.slice(1).map((outputs, i) => {
    const inputs = widths[i] ?? 0;
    const bound = 1 / Math.sqrt(inputs);
    const uniform = (): number => (2 * random.next() - 1) * bound;
    const weight = Float32Array.from({ length: outputs * inputs }, uniform);
    return { inputs, outputs, weight, bias: Float32Array.from({ length: outputs }, uniform) };
  });
}

/** The values of one instance that are not zero: most pixels and about half the units are, and cost nothing then. */
export interface Sparse {
  count: number;
  readonly positions: Uint16Array;
  readonly values: Float64Array;
}

export function sparse(width: number): Sparse {
  return { count: 0, positions: new Uint16Array(width), values: new Float64Array(width) };
}

export function nonZero(values: Float32Array, into: Sparse): Sparse {
  into.count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value === 0) continue;
    into.positions[into.count] = i;
    into.values[into.count++] = value;
  }
  return into;
}

/** One layer for one instance. */
export function forwardLayer(layer: DenseLayer, input: Sparse, last: boolean, output: Float32Array): void {
  const { weight, bias, inputs, outputs } = layer;
  const { positions, values, count } = input;
  for (let o = 0; o < outputs; o++) {
    let sum = bias[o] ?? 0;
    const row = o * inputs;
    for (let k = 0; k < count; k++) {
      sum += (weight[row + (positions[k] ?? 0)] ?? 0) * (values[k] ?? 0);
    }
    output[o] = last || sum > 0 ? sum : 0;
  }
}

/** Grey values 0 to 255 of one image as inputs 0 to 1. */
export function loadImage(images: Uint8Array, row: number, into: Float32Array): void {
  const first = row * into.length;
  for (let i = 0; i < into.length; i++) into[i] = (images[first + i] ?? 0) / 255;
}

/** What every layer puts out for every image: per layer a matrix [count x outputs], row by row. */
export function activations(network: Network, images: Uint8Array, count: number): Float32Array[] {
  const layers = network.map((layer) => new Float32Array(count * layer.outputs));
  const image = new Float32Array(network[0]?.inputs ?? 0);
  const live = sparse(Math.max(...network.map((layer) => layer.inputs)));
  for (let row = 0; row < count; row++) {
    loadImage(images, row, image);
    let input: Float32Array = image;
    network.forEach((layer, l) => {
      const { outputs } = layer;
      const output = (layers[l] ?? image).subarray(row * outputs, (row + 1) * outputs);
      forwardLayer(layer, nonZero(input, live), l === network.length - 1, output);
      input = output;
    });
  }
  return layers;
}

/** Class probabilities of [count x classes] logits; the largest logit is subtracted first, so that nothing overflows. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let first = 0; first < logits.length; first += classes) {
    const row = logits.subarray(first, first + classes);
    const largest = Math.max(...row);
    const weights = Array.from(row, (z) => Math.exp(z - largest));
    const total = weights.reduce((sum, w) => sum + w, 0);
    probabilities.set(
      weights.map((w) => w / total),
      first,
    );
  }
  return probabilities;
}

/** Share of rows whose largest logit (the first of equals) is the label's. */
export function accuracy(logits: Float32Array, labels: Uint8Array, classes: number): number {
  let right = 0;
  labels.forEach((label, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    if (scores.indexOf(Math.max(...scores)) === label) right++;
  });
  return right / labels.length;
}
