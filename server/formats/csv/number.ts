/** What became of a cell. */
export const parsed = { number: 0, text: 1, tooLarge: 2 } as const;
export type Parsed = (typeof parsed)[keyof typeof parsed];

/** Every integer up to this many times ten and nine is exact in float64. */
const mostMantissa = 900_719_925_474_098;
/** The powers of ten that float64 holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const longestNumber = 400;
const missing = new Set(['', 'nan', '-nan', 'na', 'n/a', '<na>', 'null', 'none', '#n/a', '?']);
const infinite = /^([+-]?)inf(?:inity)?$/;

/** A whole number without what another program writes behind or in front of it: 100.0 and +100 are 100; empty: none. */
export function wholeText(text: string): string {
  const plain = text.trim();
  if (missing.has(plain.toLowerCase())) return '';
  return /^\+?(-?\d+)(?:[.,]0*)?$/.exec(plain)?.[1] ?? plain;
}

/**
 * Writes the number in bytes [start, end) to `target[at]`, rounded once; NaN for an empty cell and the usual words for
 * a missing one. Spaces around it do not matter.
 * @param decimal the character before the fraction: a point or a comma
 */
export function parseNumber(
  target: Float64Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: number,
): Parsed {
  let i = start;
  const first = bytes[i];
  const negative = first === 0x2d;
  if (negative || first === 0x2b) i++;
  let mantissa = 0;
  let exponent = 0;
  let digits = 0;
  let fraction = false;
  for (; i < end; i++) {
    const code = bytes[i] ?? 0;
    const digit = code - 0x30;
    if (digit >= 0 && digit <= 9) {
      if (mantissa > mostMantissa) return parseSlowly(target, at, bytes, start, end, decimal);
      mantissa = 10 * mantissa + digit;
      digits++;
      if (fraction) exponent--;
    } else if (code === decimal && !fraction) fraction = true;
    else break;
  }
  if (digits === 0) return parseSlowly(target, at, bytes, start, end, decimal);
  if (i < end && ((bytes[i] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[i + 1];
    let power = 0;
    i += sign === 0x2d || sign === 0x2b ? 2 : 1;
    if (i === end) return parsed.text;
    for (; i < end && power < 1000; i++) {
      const digit = (bytes[i] ?? 0) - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      power = 10 * power + digit;
    }
    exponent += sign === 0x2d ? -power : power;
  }
  if (i < end || exponent > 22 || exponent < -22) return parseSlowly(target, at, bytes, start, end, decimal);
  const value = exponent < 0 ? mantissa / (powers[-exponent] ?? NaN) : mantissa * (powers[exponent] ?? NaN);
  target[at] = negative ? -value : value;
  return parsed.number;
}

/** The same for what is rare: many digits, large exponents, spaces, words. */
function parseSlowly(
  target: Float64Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: number,
): Parsed {
  if (end - start > longestNumber) return parsed.text;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('latin1')
    .trim()
    .toLowerCase();
  if (missing.has(text)) {
    target[at] = NaN;
    return parsed.number;
  }
  const [, sign] = infinite.exec(text) ?? [];
  if (sign !== undefined) {
    target[at] = sign === '-' ? -Infinity : Infinity;
    return parsed.number;
  }
  const usual = decimal === 0x2e ? text : text.includes('.') ? '' : text.replace(',', '.');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(usual)) return parsed.text;
  const value = Number(usual);
  if (!Number.isFinite(value)) return parsed.tooLarge;
  target[at] = value;
  return parsed.number;
}
