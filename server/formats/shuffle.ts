/**
 * Undoes the shuffle of bytes before a compression: first the first bytes of all elements, then the second ones, and so
 * on. Bytes after the last whole element are left where they are.
 */
export function unshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(bytes.length);
  const count = Math.floor(bytes.length / elementBytes);
  // Without a whole element there is nothing to do, however many bytes a file says that it has.
  for (let byte = 0; count > 0 && byte < elementBytes; byte++) {
    const start = byte * count;
    for (let i = 0, to = byte; i < count; i++, to += elementBytes) target[to] = bytes[start + i] ?? 0;
  }
  target.set(bytes.subarray(count * elementBytes), count * elementBytes);
  return target;
}

/** The same for a shuffle of bits: first the lowest bits of the first bytes of all elements. In groups of 8 elements. */
export function bitUnshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(bytes.length);
  const groups = Math.floor(bytes.length / elementBytes / 8);
  for (let byte = 0; groups > 0 && byte < elementBytes; byte++) {
    for (let group = 0; group < groups; group++) {
      const to = group * 8 * elementBytes + byte;
      for (let bit = 0; bit < 8; bit++) {
        const plane = bytes[(byte * 8 + bit) * groups + group] ?? 0;
        if (plane === 0) continue;
        for (let i = 0; i < 8; i++) {
          const place = to + i * elementBytes;
          target[place] = (target[place] ?? 0) | (((plane >> i) & 1) << bit);
        }
      }
    }
  }
  const done = groups * 8 * elementBytes;
  target.set(bytes.subarray(done), done);
  return target;
}
