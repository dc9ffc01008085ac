/** The bits of the float16 nearest to a number, ties to the even one; infinite from 65,520 on. */
export function halfOf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  const exponent = exponentOf(size);
  // In units of the last of eleven binary digits, fewer below the smallest normal number.
  const digits = toEven(size / 2 ** (exponent - 10));
  if (digits < 1024) return sign | digits;
  // Rounding up can carry into the exponent, which the sum does by itself.
  return sign | (((exponent + 14) << 10) + digits);
}

function exponentOf(size: number): number {
  const near = Math.floor(Math.log2(size || 1e-300));
  return Math.max(-14, 2 ** near > size ? near - 1 : near);
}

function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
