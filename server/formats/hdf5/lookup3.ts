const start = 0xdeadbeef;
const block = 12;

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The check sum of structures of HDF5: `hashlittle` of Bob Jenkins' lookup3.c (2006), begun with 0. */
export function lookup3(bytes: Uint8Array): number {
  let a = (start + bytes.length) | 0;
  let [b, c] = [a, a];
  if (bytes.length === 0) return c >>> 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (; bytes.length - at > block; at += block) {
    a = (a + view.getInt32(at, true)) | 0;
    b = (b + view.getInt32(at + 4, true)) | 0;
    c = (c + view.getInt32(at + 8, true)) | 0;
    a = ((a - c) | 0) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  const last = new DataView(new ArrayBuffer(block));
  for (let i = 0; at + i < bytes.length; i++) last.setUint8(i, bytes[at + i] ?? 0);
  a = (a + last.getInt32(0, true)) | 0;
  b = (b + last.getInt32(4, true)) | 0;
  c = (c + last.getInt32(8, true)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}
