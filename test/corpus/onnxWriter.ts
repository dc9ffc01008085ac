/** Writes protobuf messages of ONNX, good and bad. Numbers of fields as in onnx.proto. */

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

/** A field: a number, or bytes (a text, a message, packed values) with their length before them. */
export function field(number: number, content: number | bigint | string | Uint8Array): Buffer {
  if (typeof content === 'number' || typeof content === 'bigint')
    return Buffer.concat([varint(number * 8), varint(content)]);
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** Numbers one after the other, as packed fields have them. */
export function varints(...values: readonly (number | bigint)[]): Buffer {
  return Buffer.concat(values.map(varint));
}

/** A TensorProto: name, type, shape and the fields with its values. */
export function tensorProto(
  name: string,
  type: number,
  shape: readonly number[],
  ...values: Buffer[]
): Buffer {
  return Buffer.concat([
    ...shape.map((length) => field(1, length)),
    field(2, type),
    field(8, name),
    ...values,
  ]);
}

/** The fields of a tensor whose values are in another file. */
export function externalData(entries: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(entries).map(([key, value]) =>
    field(13, Buffer.concat([field(1, key), field(2, value)])),
  );
  return Buffer.concat([...pairs, field(14, 1)]);
}

/** A NodeProto with attributes. */
export function nodeProto(name: string, operator: string, output: string, ...attributes: Buffer[]): Buffer {
  const all = attributes.map((attribute) => field(5, attribute));
  return Buffer.concat([field(2, output), field(3, name), field(4, operator), ...all]);
}

/** An attribute of a name with a tensor (field 5) or a graph (field 6). */
export function attribute(name: string, number: 5 | 6, content: Buffer): Buffer {
  return Buffer.concat([field(1, name), field(number, content)]);
}

/** A GraphProto of operators and initializers. */
export function graphProto(nodes: readonly Buffer[], initializers: readonly Buffer[]): Buffer {
  return Buffer.concat([
    ...nodes.map((node) => field(1, node)),
    ...initializers.map((tensor) => field(5, tensor)),
  ]);
}

/** A model with one graph, as the operator set 17 has it. */
export function onnxFile(graph: Buffer, ...more: Buffer[]): Buffer {
  const opset = field(8, field(2, 17));
  return Buffer.concat([field(1, 8), field(2, 'tests'), field(7, graph), opset, ...more]);
}
