/** Writes small models of TensorFlow.js: of layers and of operators. */
import type { Folder } from '../../../corpus/folder';

export interface WrittenWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: 'float32' | 'int32';
  /** Stored in bytes as whole multiples of this. */
  readonly scale?: number;
}

/** Writes a model.json and its weights in two files, the first of which ends within a number. Returns its path. */
export function writeModel(
  folder: Folder,
  name: string,
  model: object,
  weights: readonly WrittenWeight[],
): string {
  const bytes = Buffer.concat(
    weights.map(({ values, dtype = 'float32', scale }) => {
      if (scale !== undefined) return Buffer.from(values.map((value) => value / scale));
      const numbers = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
      return Buffer.from(numbers.buffer);
    }),
  );
  const cut = Math.min(5, bytes.length);
  folder.write(`${name}/1.bin`, bytes.subarray(0, cut));
  folder.write(`${name}/2.bin`, bytes.subarray(cut));
  const listed = weights.map(({ name: weight, shape, dtype = 'float32', scale }) => {
    const quantization = scale === undefined ? {} : { quantization: { dtype: 'uint8', scale, min: 0 } };
    return { name: weight, shape, dtype, ...quantization };
  });
  const weightsManifest = [{ paths: ['1.bin', '2.bin'], weights: listed }];
  return folder.write(`${name}/model.json`, JSON.stringify({ ...model, weightsManifest }));
}

/** x [N x 3] times w, rectified, times v; the numbers of the ONNX model in `../onnx/models.ts`. */
const w = [1, 0, -1, 2, 0, 1, 1, -2, 1, 1, 0, 1];
const v = [1, -1, 2, 0, 0, 3, -1, 1];

export function layer(className: string, name: string, config: object = {}, from?: string): object {
  const inbound = from === undefined ? [] : [[[from, 0, 0, {}]]];
  return { class_name: className, name, config: { name, ...config }, inbound_nodes: inbound };
}

export const sequence = (layers: readonly object[]): object => ({
  format: 'layers-model',
  modelTopology: { ...layer('Sequential', 'net', { layers }), keras_version: 'tfjs-layers 4.22.0' },
});

export function functional(layers: readonly object[], input: string, outputs: readonly string[]): object {
  const config = {
    name: 'net',
    layers,
    input_layers: [[input, 0, 0]],
    output_layers: outputs.map((name) => [name, 0, 0]),
  };
  return {
    format: 'layers-model',
    modelTopology: { keras_version: '2.9.0', model_config: { class_name: 'Functional', config } },
  };
}

/** The perceptron as a sequence of two dense layers. */
export function densePerceptron(folder: Folder): string {
  const dense = (name: string, units: number, config: object): object =>
    layer('Dense', name, { units, use_bias: false, trainable: true, dtype: 'float32', ...config });
  return writeModel(
    folder,
    'dense',
    sequence([
      dense('active', 4, { activation: 'relu', batch_input_shape: [null, 3] }),
      dense('y', 2, { activation: 'linear' }),
    ]),
    [
      { name: 'active/kernel', shape: [3, 4], values: w },
      { name: 'y/kernel', shape: [4, 2], values: v },
    ],
  );
}

/**
 * Images of 3 x 3: a convolution with [[1, 2], [3, 4]] / 2 (stored in bytes) and 0.5, a normalisation that takes 9 off
 * (2 (c - 10) / 2 + 1), rectified, and two sums of the four numbers that remain.
 */
export function convolution(folder: Folder): string {
  const layers = [
    layer('InputLayer', 'image', { batch_input_shape: [null, 3, 3, 1], dtype: 'float32', sparse: false }),
    layer(
      'Conv2D',
      'conv',
      { filters: 1, kernel_size: [2, 2], padding: 'valid', activation: 'linear' },
      'image',
    ),
    layer('BatchNormalization', 'norm', { axis: -1, epsilon: 0, momentum: 0.9 }, 'conv'),
    layer('ReLU', 'relu', {}, 'norm'),
    layer('Dropout', 'drop', { rate: 0.5 }, 'relu'),
    layer('Flatten', 'flat', {}, 'drop'),
    layer('Dense', 'scores', { units: 2, activation: 'linear' }, 'flat'),
  ];
  return writeModel(folder, 'conv', functional(layers, 'image', ['scores']), [
    { name: 'conv/kernel', shape: [2, 2, 1, 1], values: [0.5, 1, 1.5, 2], scale: 0.5 },
    { name: 'conv/bias', shape: [1], values: [0.5] },
    { name: 'norm/gamma', shape: [1], values: [2] },
    { name: 'norm/beta', shape: [1], values: [1] },
    { name: 'norm/moving_mean', shape: [1], values: [10] },
    { name: 'norm/moving_variance', shape: [1], values: [4] },
    { name: 'scores/kernel', shape: [4, 2], values: [1, 1, 1, -1, 1, 2, 1, 0] },
    { name: 'scores/bias', shape: [2], values: [0, 100] },
  ]);
}

export const node = (name: string, op: string, input: readonly string[] = [], attr: object = {}): object => ({
  name,
  op,
  input,
  attr,
});

export function placeholder(name: string, shape: readonly number[], type = 'DT_FLOAT'): object {
  const dim = shape.map((size) => ({ size: String(size) }));
  return node(name, 'Placeholder', [], { dtype: { type }, shape: { shape: { dim } } });
}

export const constant = (name: string): object => node(name, 'Const', [], { dtype: { type: 'DT_FLOAT' } });

export function graph(nodes: readonly object[], outputs: readonly string[] = []): object {
  const named = outputs.map((name, i) => [`output_${i}`, { name: name.includes(':') ? name : `${name}:0` }]);
  return {
    format: 'graph-model',
    modelTopology: { node: nodes, versions: { producer: 1, minConsumer: 1 } },
    ...(outputs.length > 0 && { signature: { outputs: Object.fromEntries(named) as object } }),
  };
}

/** The perceptron as a graph; `hidden` and `active` are on the way, `idle` leads nowhere. */
export function graphPerceptron(folder: Folder, name = 'graph'): string {
  const nodes = [
    placeholder('x', [-1, 3]),
    constant('w'),
    constant('v'),
    node('hidden', 'MatMul', ['x', 'w']),
    node('active', 'Relu', ['hidden']),
    node('y', 'MatMul', ['active', 'v']),
    node('idle', 'NoSuchOperator', ['active']),
  ];
  return writeModel(folder, name, graph(nodes, ['y']), [
    { name: 'w', shape: [3, 4], values: w },
    { name: 'v', shape: [4, 2], values: v },
  ]);
}
