import { field, joined, textField } from './protobuf';

/**
 * The bytes of an ONNX model to which values are added as outputs. In protobuf a message that occurs twice is merged, so
 * it is enough to append a graph that has nothing but these outputs.
 */
export function tapped(model: Uint8Array, names: readonly string[]): Uint8Array {
  const outputs = names.map((name) => field(12, textField(1, name)));
  return names.length === 0 ? model : joined([model, field(7, joined(outputs))]);
}
