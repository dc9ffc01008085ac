import { format } from 'd3-format';

const grouped = format(',d');
const units = ['', ' K', ' M', ' B', ' T'] as const;
const minus = '\u2212';

/** 12345678 -> "12,345,678". */
export function exactCount(count: number): string {
  return grouped(count);
}

/** 12345678 -> "12.3 M". */
export function roundCount(count: number): string {
  let rest = count;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 || rest >= 99.95 ? 0 : 1;
  return `${rest.toFixed(digits)}${units[unit] ?? ''}`;
}

/** Exact as long as it fits a narrow column, otherwise rounded: "8,388,608", "23.6 B". */
export function columnCount(count: number): string {
  return count < 1e8 ? exactCount(count) : roundCount(count);
}

/** Bytes in binary units: 6442450944 -> "6.0 GiB". */
export function byteSize(bytes: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let rest = bytes;
  let unit = 0;
  while (rest >= 1023.5 && unit < names.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${rest.toFixed(unit === 0 || rest >= 99.95 ? 0 : 1)} ${names[unit] ?? ''}`;
}

/**
 * A value at so many significant digits, short enough for a column: plain between 1e-4 and 1e6, otherwise with an
 * exponent; a real minus sign, so that columns line up.
 */
export function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const plain = size >= 1e-4 && size < 1e6;
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = plain ? value.toFixed(Math.min(decimals, 12)) : value.toExponential(Math.max(0, digits - 1));
  return text.replaceAll('-', minus);
}

/** A value at three digits for a narrow column: with an exponent as soon as that is shorter. */
export function brief(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return significant(value, 3);
  return value.toExponential(2).replaceAll('-', minus).replace('e+', 'e');
}

/** A value with fixed decimals, as printed in a cell: every cell of a grid has the same form. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', minus);
}

/** A round number on an axis, without idle zeros: 0.2, 15, 1e-7, 2e18. */
export function tickText(value: number): string {
  const round = Number(value.toPrecision(4));
  const text = Math.abs(round) < 1e6 ? String(round) : round.toExponential();
  return text.replaceAll('-', minus).replace('e+', 'e');
}

/** [64, 3, 7, 7] -> "64 × 3 × 7 × 7"; no dimensions is a scalar. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

/** Elements of a tensor of this shape. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** "1 tensor", "5 tensors". */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${exactCount(count)} ${count === 1 ? noun : many}`;
}

/** "0.834 ± 0.012": a value with as many decimals as the two leading digits of its standard error. */
export function withError(value: number, error: number): string {
  if (!(error > 0)) return `${significant(value, 6)} ± ${significant(error, 2)}`;
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(error)));
  if (decimals > 10 || Math.abs(value) >= 1e6) return `${significant(value, 6)} ± ${significant(error, 2)}`;
  return `${fixed(value, decimals)} ± ${fixed(error, decimals)}`;
}
