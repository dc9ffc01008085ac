/** Numbers with a shape, row by row, as the sample files store them. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Uint8Array | BigInt64Array;
}

/** The values as stored: little-endian, whatever this machine is. */
export function littleEndian({ values }: NumberArray): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const littleHere = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (littleHere || values.BYTES_PER_ELEMENT === 1) return bytes;
  return values.BYTES_PER_ELEMENT === 4 ? Buffer.from(bytes).swap32() : Buffer.from(bytes).swap64();
}
