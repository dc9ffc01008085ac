import type { Decode } from './blocks32';
import { halves } from './halves';

/**
 * Blocks of 256 numbers in 8 or 16 groups with scales of their own, which are small numbers times one float16. All in
 * float32, each step rounded, in the order of the reference (ggml, `dequantize_row_q2_K` and the like). Where codes of
 * b bits share bytes, the lowest bits hold the 32 elements that come first, the next bits the 32 after them.
 */

/** 16 groups of 2-bit codes; byte g has the scale of group g in its lower half, the minimum in its upper one. */
export const decodeQ2_K: Decode = (blocks, values, littleEndian) => {
  const half = halves(littleEndian);
  for (let block = 0, to = 0; block < blocks.length; block += 84, to += 256) {
    const d = half(blocks, block + 80);
    const dmin = half(blocks, block + 82);
    for (let group = 0; group < 16; group++) {
      const packed = blocks[block + group] ?? 0;
      const scale = Math.fround(d * (packed & 15));
      const minimum = Math.fround(dmin * (packed >> 4));
      const shift = 2 * ((group >> 1) & 3);
      const codes = block + 16 + 32 * (group >> 3) + 16 * (group & 1);
      for (let i = 0, at = to + 16 * group; i < 16; i++, at++) {
        values[at] = Math.fround(scale * (((blocks[codes + i] ?? 0) >> shift) & 3)) - minimum;
      }
    }
  }
};

/** 16 groups; 3-bit codes whose top bit, kept apart, is what is NOT taken off; 6-bit scales less 32. */
export const decodeQ3_K: Decode = (blocks, values, littleEndian) => {
  const half = halves(littleEndian);
  for (let block = 0, to = 0; block < blocks.length; block += 110, to += 256) {
    const d = half(blocks, block + 108);
    const scales = block + 96;
    for (let group = 0; group < 16; group++) {
      const lower = ((blocks[scales + (group & 7)] ?? 0) >> (group < 8 ? 0 : 4)) & 15;
      const upper = ((blocks[scales + 8 + (group & 3)] ?? 0) >> (2 * (group >> 2))) & 3;
      const scale = Math.fround(d * ((lower | (upper << 4)) - 32));
      const shift = 2 * ((group >> 1) & 3);
      const top = group >> 1;
      const codes = block + 32 + 32 * (group >> 3) + 16 * (group & 1);
      const tops = block + 16 * (group & 1);
      for (let i = 0, at = to + 16 * group; i < 16; i++, at++) {
        const code = ((blocks[codes + i] ?? 0) >> shift) & 3;
        values[at] = scale * (code - 4 * (1 - (((blocks[tops + i] ?? 0) >> top) & 1)));
      }
    }
  }
};

/** 8 groups of 4-bit codes (5-bit with the fifth bits in 32 bytes before them), 6-bit scales and minima. */
function fourOrFive(fifth: boolean): Decode {
  const codesAt = fifth ? 48 : 16;
  const size = codesAt + 128;
  return (blocks, values, littleEndian) => {
    const half = halves(littleEndian);
    for (let block = 0, to = 0; block < blocks.length; block += size, to += 256) {
      const d = half(blocks, block);
      const dmin = half(blocks, block + 2);
      for (let group = 0; group < 8; group++) {
        const scale = Math.fround(d * sixBits(blocks, block + 4, group));
        const minimum = Math.fround(dmin * sixBits(blocks, block + 4, group + 8));
        const shift = 4 * (group & 1);
        const codes = block + codesAt + 32 * (group >> 1);
        for (let i = 0, at = to + 32 * group; i < 32; i++, at++) {
          const code = ((blocks[codes + i] ?? 0) >> shift) & 15;
          const bit = fifth ? (((blocks[block + 16 + i] ?? 0) >> group) & 1) << 4 : 0;
          values[at] = Math.fround(scale * (code | bit)) - minimum;
        }
      }
    }
  };
}

/**
 * Number `index` of sixteen 6-bit numbers in 12 bytes, scales 0-7 and minima 8-15: the first four of each are the lower
 * bits of bytes 0-3 and 4-7, of the others four bits are in bytes 8-11 and two at the top of bytes 0-7.
 */
function sixBits(bytes: Uint8Array, at: number, index: number): number {
  const isMinimum = index >= 8;
  const i = index & 3;
  const byte = bytes[at + i + (isMinimum ? 4 : 0)] ?? 0;
  if ((index & 7) < 4) return byte & 63;
  const shared = bytes[at + 8 + i] ?? 0;
  return (isMinimum ? shared >> 4 : shared & 15) | ((byte >> 6) << 4);
}

export const decodeQ4_K = fourOrFive(false);
export const decodeQ5_K = fourOrFive(true);

/** 16 groups of 6-bit codes less 32, four bits and two bits apart, with signed 8-bit scales. */
export const decodeQ6_K: Decode = (blocks, values, littleEndian) => {
  const half = halves(littleEndian);
  for (let block = 0, to = 0; block < blocks.length; block += 210, to += 256) {
    const d = half(blocks, block + 208);
    for (let group = 0; group < 16; group++) {
      const scale = Math.fround(d * (((blocks[block + 192 + group] ?? 0) << 24) >> 24));
      // Each half of the block: 32 elements after the other from the lower bits of 64 bytes, then from the upper ones.
      const quarter = (group >> 1) & 3;
      const half64 = block + 64 * (group >> 3) + 32 * (quarter & 1) + 16 * (group & 1);
      const shift = 4 * (quarter >> 1);
      const tops = block + 128 + 32 * (group >> 3) + 16 * (group & 1);
      for (let i = 0, at = to + 16 * group; i < 16; i++, at++) {
        const lower = ((blocks[half64 + i] ?? 0) >> shift) & 15;
        const upper = (((blocks[tops + i] ?? 0) >> (2 * quarter)) & 3) << 4;
        values[at] = scale * ((lower | upper) - 32);
      }
    }
  }
};
