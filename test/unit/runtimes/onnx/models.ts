import { attribute, field, onnxFile, tensorProto } from '../../../corpus/onnxWriter';

const float = 1;

/** A NodeProto without attributes. */
export function node(operator: string, inputs: readonly string[], output: string): Buffer {
  return Buffer.concat([...inputs.map((name) => field(1, name)), field(2, output), field(4, operator)]);
}

/** A ValueInfoProto of float32 tensors; null: a length that is free. */
export function value(name: string, shape: readonly (number | null)[], type = float): Buffer {
  const axes = shape.map((length) => field(1, length === null ? field(2, 'N') : field(1, length)));
  const tensor = Buffer.concat([field(1, type), field(2, Buffer.concat(axes))]);
  return Buffer.concat([field(1, name), field(2, field(1, tensor))]);
}

export function constant(name: string, shape: readonly number[], values: readonly number[]): Buffer {
  return tensorProto(name, float, shape, field(9, new Uint8Array(Float32Array.from(values).buffer)));
}

/** x [N x 3] times w, rectified, times v: y [N x 2]. `hidden` and `active` are on the way. */
export function perceptron({ x = value('x', [null, 3]) }: { readonly x?: Buffer } = {}): Buffer {
  const nodes = [
    node('MatMul', ['x', 'w'], 'hidden'),
    node('Relu', ['hidden'], 'active'),
    node('MatMul', ['active', 'v'], 'y'),
  ];
  const constants = [
    constant('w', [3, 4], [1, 0, -1, 2, 0, 1, 1, -2, 1, 1, 0, 1]),
    constant('v', [4, 2], [1, -1, 2, 0, 0, 3, -1, 1]),
  ];
  return model(nodes, constants, [x], [value('y', [null, 2])]);
}

/** A model of these operators and constants. */
export function model(
  nodes: readonly Buffer[],
  constants: readonly Buffer[],
  inputs: readonly Buffer[],
  outputs: readonly Buffer[],
): Buffer {
  const graph = [
    ...nodes.map((one) => field(1, one)),
    field(2, 'net'),
    ...constants.map((one) => field(5, one)),
    ...inputs.map((one) => field(11, one)),
    ...outputs.map((one) => field(12, one)),
  ];
  return onnxFile(Buffer.concat(graph));
}

/** A loop around x [N x 3] that never ends; `growing`: it keeps what each of its turns gives. */
export function endless({ growing }: { readonly growing: boolean }): Buffer {
  const [int64, bool, graphs] = [7, 9, 5];
  const body = [
    field(1, node('Identity', ['on'], 'onward')),
    field(1, node('Neg', ['v'], 'w')),
    ...(growing ? [field(1, node('Abs', ['v'], 'each'))] : []),
    field(2, 'body'),
    ...[value('turn', [], int64), value('on', [], bool), value('v', [null, 3])].map((one) => field(11, one)),
    ...[value('onward', [], bool), value('w', [null, 3])].map((one) => field(12, one)),
    ...(growing ? [field(12, value('each', [null, 3]))] : []),
  ];
  const loop = [
    node('Loop', ['', 'true', 'x'], 'y'),
    ...(growing ? [field(2, 'all')] : []),
    field(5, Buffer.concat([attribute('body', 6, Buffer.concat(body)), field(20, graphs)])),
  ];
  const yes = tensorProto('true', bool, [], field(9, Uint8Array.of(1)));
  return model([Buffer.concat(loop)], [yes], [value('x', [null, 3])], [value('y', [null, 3])]);
}

/** The same of one row, by hand. */
export function computed(row: readonly number[]): Record<'hidden' | 'active' | 'y', readonly number[]> {
  const w = [
    [1, 0, -1, 2],
    [0, 1, 1, -2],
    [1, 1, 0, 1],
  ];
  const v = [
    [1, -1],
    [2, 0],
    [0, 3],
    [-1, 1],
  ];
  const times = (left: readonly number[], right: readonly (readonly number[])[]): number[] =>
    (right[0] ?? []).map((_, j) => left.reduce((sum, value, i) => sum + value * (right[i]?.[j] ?? NaN), 0));
  const hidden = times(row, w);
  const active = hidden.map((value) => Math.max(0, value));
  return { hidden, active, y: times(active, v) };
}
