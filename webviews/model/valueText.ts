import { significant } from '../numbers';

/** How values are written. */
export const numberFormats = ['Short', 'Exact', 'Fixed', 'Scientific'] as const;

export type NumberFormat = (typeof numberFormats)[number];

/** Whether the elements of a type are whole numbers: they are written without decimals. */
export function isWhole(dtype: string): boolean {
  return /^(?:u?int\d+|bool)$/.test(dtype);
}

/** Whole numbers are exact up to here; beyond, float64 has only some of them. */
const wholeUntil = 2 ** 53;

/** A whole number: all its digits where it is known to the last one, at five digits in the short form beyond 1e15. */
export function wholeText(value: number): string {
  const text = Math.abs(value) < 1e15 ? String(value) : value.toExponential(4);
  return text.replaceAll('-', '\u2212');
}

/**
 * A value of a tensor; what is no finite number is a text already.
 * @param whole the tensor holds whole numbers only
 */
export function valueText(value: number | string, format: NumberFormat, whole = false): string {
  if (typeof value === 'string') return value.replace('-', '\u2212');
  if (whole && format === 'Short') return wholeText(value);
  // The neighbours that float64 leaves out may have been meant.
  const near = whole && format === 'Exact' && Math.abs(value) >= wholeUntil ? '\u2248 ' : '';
  const text =
    format === 'Short'
      ? significant(value, 5)
      : format === 'Exact'
        ? near + exactText(value, whole)
        : format === 'Fixed'
          ? value.toFixed(6)
          : value.toExponential(6);
  return text.replaceAll('-', '\u2212');
}

function exactText(value: number, whole: boolean): string {
  return whole && Number.isInteger(value) ? String(BigInt(value)) : String(value);
}

/** The place of a table's row in a tensor: "3, 0, 12" of all axes but the last. */
export function rowLabel(row: number, shape: readonly number[]): string {
  if (shape.length < 3) return String(row);
  let rest = row;
  const places = shape
    .slice(0, -1)
    .toReversed()
    .map((length) => {
      const place = rest % length;
      rest = Math.floor(rest / length);
      return place;
    });
  return places.toReversed().join(', ');
}
