import { halves } from './halves';

/**
 * Blocks of 32 numbers with one scale d, and for the types _1 a minimum m: d q + m in float32, each step rounded, as
 * the reference computes it (ggml, `dequantize_row_q4_0` and the like). Byte i of the 16 codes holds element i in its
 * lower four bits and element i + 16 in its upper ones; a fifth bit of each element is in a word before the codes.
 */

interface Layout {
  /** Whether a minimum follows the scale. */
  readonly minimum: boolean;
  /** Whether a word of fifth bits comes before the codes. */
  readonly fifth: boolean;
}

/** Decodes whole blocks that lie one after the other; `values` has room for exactly those. */
export type Decode = (blocks: Uint8Array, values: Float32Array, littleEndian: boolean) => void;

function fourOrFive({ minimum, fifth }: Layout): Decode {
  const codes = (minimum ? 4 : 2) + (fifth ? 4 : 0);
  const size = codes + 16;
  const zero = minimum ? 0 : fifth ? 16 : 8;
  return (blocks, values, littleEndian) => {
    const half = halves(littleEndian);
    for (let block = 0, to = 0; block < blocks.length; block += size, to += 32) {
      const d = half(blocks, block);
      const m = minimum ? half(blocks, block + 2) : 0;
      const bits = fifth ? word(blocks, block + codes - 4, littleEndian) : 0;
      for (let i = 0; i < 16; i++) {
        const code = blocks[block + codes + i] ?? 0;
        const low = (code & 15) | (((bits >>> i) & 1) << 4);
        const high = (code >> 4) | (((bits >>> (i + 16)) & 1) << 4);
        if (minimum) {
          values[to + i] = Math.fround(d * low) + m;
          values[to + i + 16] = Math.fround(d * high) + m;
        } else {
          values[to + i] = d * (low - zero);
          values[to + i + 16] = d * (high - zero);
        }
      }
    }
  };
}

function word(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : d | (c << 8) | (b << 16) | (a << 24);
}

export const decodeQ4_0 = fourOrFive({ minimum: false, fifth: false });
export const decodeQ4_1 = fourOrFive({ minimum: true, fifth: false });
export const decodeQ5_0 = fourOrFive({ minimum: false, fifth: true });
export const decodeQ5_1 = fourOrFive({ minimum: true, fifth: true });

/** A scale and 32 signed bytes. */
export const decodeQ8_0: Decode = (blocks, values, littleEndian) => {
  const half = halves(littleEndian);
  for (let block = 0, to = 0; block < blocks.length; block += 34, to += 32) {
    const d = half(blocks, block);
    for (let i = 0; i < 32; i++) values[to + i] = d * (((blocks[block + 2 + i] ?? 0) << 24) >> 24);
  }
};
