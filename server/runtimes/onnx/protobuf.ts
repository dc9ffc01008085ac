/** A field with a length, as protobuf writes it. */
export function field(number: number, content: Uint8Array): Uint8Array {
  return joined([varint(number * 8 + 2), varint(content.length), content]);
}

/** A field that is a whole number from 0 on. */
export function numberField(number: number, value: number): Uint8Array {
  return joined([varint(number * 8), varint(value)]);
}

/** A field without a length, its content as it is. */
export function bareField(number: number, wire: number, content: Uint8Array): Uint8Array {
  return joined([varint(number * 8 + wire), content]);
}

export function textField(number: number, text: string): Uint8Array {
  return field(number, new TextEncoder().encode(text));
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
