/** How far apart, in powers of two, the largest and the smallest digit of a row of few digits may be. */
const digits = 26;
/** Up to here sums of whole numbers are exact in any order. */
const greatest = 2 ** 53;

/** How far from whole, relative to it, the quotient of two rounded multiples of a number may be. */
const rounding = 2 * Number.EPSILON;

/**
 * The multiple of a row of numbers around 1, divided by `divisor`, that consists of whole numbers without a common
 * factor; with `centre` of d x - sum(x), which is d times the row without its mean. Null when it has too many digits
 * for products with rows of its kind to be exact. Zero only if the row is constant and `centre` set.
 */
export function lowestTerms(row: Float64Array, divisor: number, centre: boolean): Float64Array | null {
  const inverse = divisor < 2 ** -digits ? null : inverseUnit(row, divisor);
  if (inverse === null) return null;
  const whole = row.map((value) => Math.round((value / divisor) * inverse));
  if (centre) {
    const sum = whole.reduce((total, value) => total + value, 0);
    for (let j = 0; j < whole.length; j++) whole[j] = row.length * (whole[j] ?? 0) - sum;
  }
  const factor = commonFactor(whole);
  let squares = 0;
  for (let j = 0; j < whole.length; j++) {
    const value = factor > 1 ? (whole[j] ?? 0) / factor : (whole[j] ?? 0);
    whole[j] = value;
    squares += value * value;
  }
  return squares < greatest ? whole : null;
}

/** The smallest power of two that makes whole numbers of all entries; null if it would be too large. */
function inverseUnit(row: Float64Array, divisor: number): number | null {
  let inverse = 1;
  const tolerance = divisor === 1 ? 0 : rounding;
  for (const entry of row) {
    let value = (entry / divisor) * inverse;
    while (Math.abs(value - Math.round(value)) > tolerance * Math.abs(value)) {
      if (inverse >= 2 ** digits) return null;
      inverse *= 2;
      value *= 2;
    }
  }
  return inverse;
}

/** The greatest common divisor of whole numbers. */
function commonFactor(whole: Float64Array): number {
  let factor = 0;
  for (const entry of whole) {
    let [a, b] = [factor, Math.abs(entry)];
    while (b > 0) [a, b] = [b, a % b];
    factor = a;
    if (factor === 1) break;
  }
  return factor;
}
