/**
 * The bytes of an ONNX model to which values are added as outputs. In protobuf a message that occurs twice is merged, so
 * it is enough to append a graph that has nothing but these outputs.
 */
export function tapped(model: Uint8Array, names: readonly string[]): Uint8Array {
  const outputs = names.map((name) => field(12, field(1, new TextEncoder().encode(name))));
  return names.length === 0 ? model : joined([model, field(7, joined(outputs))]);
}

/** A field with a length, as protobuf writes it. */
function field(number: number, content: Uint8Array): Uint8Array {
  return joined([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
