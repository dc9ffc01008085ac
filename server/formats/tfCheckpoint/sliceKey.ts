import type { Extent } from './bundle';

/**
 * The key under which a piece of a tensor is stored: a code whose bytes are sorted as its values are. TensorFlow:
 * util/saved_tensor_slice_util.cc, `EncodeTensorNameSlice`, and lib/strings/ordered_code.h.
 * @param name its bytes, one character each; so is what is returned
 */
export function sliceKey(name: string, slice: readonly Extent[]): string {
  const extents = slice.map((extent) => signed(extent?.start ?? 0) + signed(extent?.length ?? -1));
  return `${unsigned(0)}${text(name)}${unsigned(slice.length)}${extents.join('')}`;
}

/** How many bytes, then these with the highest first and without leading zeros. */
function unsigned(value: number): string {
  const digits = value === 0 ? '' : value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return String.fromCharCode(bytes.length) + bytes.toString('latin1');
}

/** Two bytes end it, and none like them are in it. */
function text(value: string): string {
  return `${value.replace(/\0|\xff/g, (byte) => (byte === '\0' ? '\0\xff' : '\xff\0'))}\0\x01`;
}

/** As many ones as there are bytes, then the number in two's complement; each byte more has room for seven bits more. */
function signed(value: number): string {
  const magnitude = BigInt(value < 0 ? -1 - value : value);
  const length = Math.floor((magnitude === 0n ? 0 : magnitude.toString(2).length) / 7) + 1;
  const bytes = Buffer.alloc(10, value < 0 ? 0xff : 0);
  bytes.writeBigInt64BE(BigInt(value), 2);
  const code = bytes.subarray(10 - length);
  const ones = (0xffff << (16 - length)) & 0xffff;
  for (const [at, mask] of [ones >> 8, ones & 0xff].entries())
    if (at < length) code[at] = (code[at] ?? 0) ^ mask;
  return code.toString('latin1');
}
