/** Bytes of the three kinds of optional fields in the header of a frame: RFC 8878, 3.1.1.1. */
const dictionaryBytes = [0, 1, 2, 4];
const contentBytes = [0, 2, 4, 8];

/**
 * Whether a table of weights in one of the frames is of a single symbol, which takes no bits: no writer makes one, and
 * the library goes on reading it for ever. What else is wrong with the frames is left to the library.
 */
export function hasEndlessWeights(bytes: Uint8Array): boolean {
  const u8 = (at: number): number => bytes[at] ?? 0;
  for (let at = 0; at + 8 <= bytes.length;) {
    // A frame that is to be skipped: its length follows.
    if (u8(at) >> 4 === 5 && u8(at + 1) === 0x2a) {
      at += 8 + (u8(at + 4) | (u8(at + 5) << 8) | (u8(at + 6) << 16)) + u8(at + 7) * 2 ** 24;
      continue;
    }
    const descriptor = u8(at + 4);
    const isOne = (descriptor >> 5) & 1;
    const content = contentBytes[descriptor >> 6] ?? 0;
    at += 6 - isOne + (dictionaryBytes[descriptor & 3] ?? 0) + (content === 0 ? isOne : content);
    for (let isLast = false; !isLast && at + 3 <= bytes.length;) {
      const head = u8(at) | (u8(at + 1) << 8) | (u8(at + 2) << 16);
      isLast = (head & 1) === 1;
      const [kind, size] = [(head >> 1) & 3, head >> 3];
      at += 3;
      if (kind === 2 && areEndless(bytes, at)) return true;
      at += kind === 1 ? 1 : size;
    }
    at += descriptor & 4;
  }
  return false;
}

/** Whether the literals of the block at a byte have such a table: RFC 8878, 3.1.1.3.1 and 4.2.1. */
function areEndless(bytes: Uint8Array, block: number): boolean {
  const head = bytes[block] ?? 0;
  // Compressed, with a table of their own.
  if ((head & 3) !== 2) return false;
  const sizes = (head >> 2) & 3;
  const at = block + (sizes < 2 ? 3 : sizes + 2);
  // Weights that are compressed themselves.
  if ((bytes[at] ?? 255) >= 128) return false;
  const log = ((bytes[at + 1] ?? 0) & 15) + 5;
  const all = 2 ** log;
  // Numbers of as many bits as the probability that is left needs.
  let bit = 8 * (at + 1) + 4;
  const peek = (count: number): number => {
    const byte = bit >> 3;
    const word = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    return (word >> (bit & 7)) & (2 ** count - 1);
  };
  for (let left = all, symbol = 0; left > 0 && symbol < 256; symbol++) {
    const bits = 31 - Math.clz32(left + 1);
    const spare = 2 ** (bits + 1) - 2 - left;
    const low = peek(bits);
    let value = low;
    if (low < spare) bit += bits;
    else {
      value = peek(bits + 1);
      bit += bits + 1;
      if (value >= 2 ** bits) value -= spare;
    }
    if (value - 1 === all) return true;
    // 0 stands for a probability below one.
    left -= value === 0 ? 1 : value - 1;
    if (value !== 1) continue;
    let repeat;
    do {
      repeat = peek(2);
      bit += 2;
      symbol += repeat;
    } while (repeat === 3 && symbol < 256);
  }
  return false;
}
