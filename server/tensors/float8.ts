/**
 * The 256 values of each 8-bit float, by definition (sign, exponent, mantissa, bias).
 * OCP OFP8 and MX specifications; the FNUZ types of Noune et al., arXiv 2206.02915. All are exact in float32.
 */

interface Float8 {
  readonly mantissaBits: number;
  readonly bias: number;
  /** ieee: top exponent holds infinities and NaN; finite: only all ones is NaN; unsigned zero: only 0x80 is NaN. */
  readonly specials: 'ieee' | 'finite' | 'unsigned zero';
}

function table({ mantissaBits, bias, specials }: Float8): Float32Array {
  const mantissas = 2 ** mantissaBits;
  const topExponent = 2 ** (7 - mantissaBits) - 1;
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const sign = byte & 0x80 ? -1 : 1;
    const magnitude = byte & 0x7f;
    const exponent = Math.floor(magnitude / mantissas);
    const mantissa = magnitude % mantissas;
    if (specials === 'unsigned zero' && byte === 0x80) return NaN;
    if (specials === 'finite' && magnitude === 0x7f) return NaN;
    if (specials === 'ieee' && exponent === topExponent) return mantissa === 0 ? sign * Infinity : NaN;
    return exponent === 0
      ? sign * mantissa * 2 ** (1 - bias - mantissaBits)
      : sign * (mantissas + mantissa) * 2 ** (exponent - bias - mantissaBits);
  });
}

/** Value of each byte, by element type. E8M0 is a bare power of two: 2^(byte - 127), 0xff is NaN. */
export const float8Tables = {
  float8_e4m3fn: table({ mantissaBits: 3, bias: 7, specials: 'finite' }),
  float8_e4m3fnuz: table({ mantissaBits: 3, bias: 8, specials: 'unsigned zero' }),
  float8_e5m2: table({ mantissaBits: 2, bias: 15, specials: 'ieee' }),
  float8_e5m2fnuz: table({ mantissaBits: 2, bias: 16, specials: 'unsigned zero' }),
  float8_e8m0fnu: Float32Array.from({ length: 256 }, (_, b) => (b === 0xff ? NaN : 2 ** (b - 127))),
} as const;
