import { significant } from '../numbers';

/** How values are written. */
export const numberFormats = ['Short', 'Exact', 'Fixed', 'Scientific'] as const;

export type NumberFormat = (typeof numberFormats)[number];

/** A value of a tensor; what is no finite number is a text already. */
export function valueText(value: number | string, format: NumberFormat): string {
  if (typeof value === 'string') return value.replace('-', '\u2212');
  const text =
    format === 'Short'
      ? significant(value, 5)
      : format === 'Exact'
        ? String(value)
        : format === 'Fixed'
          ? value.toFixed(6)
          : value.toExponential(6);
  return text.replaceAll('-', '\u2212');
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
