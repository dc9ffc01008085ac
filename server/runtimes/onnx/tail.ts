import { delimited, type Field, type Range } from '../../formats/onnx/wire';
import type { NumericArray } from '../runtime';
import { nodesBehind } from './cut';
import type { Parts } from './nodes';
import { bareField, field, joined, numberField, textField } from './protobuf';

/** TensorProto.DataType of the types that a layer can have. */
const types: Readonly<Record<string, number>> = { float32: 1, float16: 10, float64: 11 };

/** The part of a model behind a value. */
export interface Tail {
  readonly model: Uint8Array;
  /** Which of the inputs of the model it takes, beside the value. */
  readonly inputs: readonly string[];
}

/**
 * A model of the operators behind a value, which is an input there.
 * @param model the bytes that `parts` are of
 * @param like some of the values: their type, and their shape for any number of instances
 */
export function tailOf(model: Uint8Array, parts: Parts, name: string, like: NumericArray): Tail {
  const bytesOf = ({ start, end }: Range): Uint8Array => model.subarray(start, end);
  const nodes = nodesBehind(parts, name);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const inputs = parts.inputs.filter((input) => read.has(input.name) && input.name !== name);
  const constants = parts.initializers.filter((one) => read.has(one.name));
  const taken = new Set(constants.map((one) => one.name));
  const graph = [
    ...nodes.map(({ range }) => field(1, bytesOf(range))),
    ...parts.others.map((one) => whole(one, bytesOf)),
    ...constants.map(({ range }) => field(5, bytesOf(range))),
    ...parts.constantInputs.flatMap((one) => (taken.has(one.name) ? [field(11, bytesOf(one.range))] : [])),
    ...inputs.map(({ range }) => field(11, bytesOf(range))),
    field(11, valueInfo(name, like)),
    ...parts.outputs.map(({ range }) => field(12, bytesOf(range))),
  ];
  const others = parts.ofModel.map((one) => whole(one, bytesOf));
  return {
    model: joined([...others, field(7, joined(graph))]),
    inputs: inputs.map((input) => input.name),
  };
}

/** A ValueInfoProto whose first axis is free. */
function valueInfo(name: string, like: NumericArray): Uint8Array {
  const { shape } = like;
  const axes = shape.map((length, axis) =>
    field(1, axis === 0 ? textField(2, 'instances') : numberField(1, length)),
  );
  const tensor = joined([numberField(1, types[typeOf(like)] ?? 0), field(2, joined(axes))]);
  return joined([textField(1, name), field(2, field(1, tensor))]);
}

/** What the value is computed in, and so has to be given in: not what it became on the way. */
export function typeOf({ dtype, values }: NumericArray): string {
  if (dtype !== undefined && Object.hasOwn(types, dtype)) return dtype;
  return values instanceof Float64Array ? 'float64' : 'float32';
}

/** A field with its head, byte by byte as it was. */
function whole(one: Field, bytesOf: (range: Range) => Uint8Array): Uint8Array {
  const content = bytesOf(one);
  return one.wire === delimited ? field(one.number, content) : bareField(one.number, one.wire, content);
}
