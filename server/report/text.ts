import type { ParameterValue, ParameterValues } from '../protocol';

/** Control and format characters: they move a terminal's cursor, change colours, or turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A name from a file as a terminal may show it: nothing in it is obeyed, all of it is seen. */
export function printable(name: string): string {
  return name.replace(unprintable, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A JSON document in one line as a terminal may show it: it says the same, and nothing in it is obeyed. */
export function printableJson(json: string): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(unprintable, (character) => character.split('').map(escaped).join(''));
}

/** Yes and no for flags, as measure calls are written. */
function valueText(value: ParameterValue): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** `estimator: debiased, kernel: linear`. */
export function parametersText(parameters: ParameterValues): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join(', ');
}

/** Three decimals, scientific where those would say nothing; a dash for none. */
export function scoreText(value: number | null): string {
  if (value === null) return '-';
  const size = Math.abs(value);
  const plain = size < 1e6 && (size >= 0.0005 || size === 0);
  return plain ? value.toFixed(3) : value.toExponential(2);
}

/** Up to six significant digits, for statistics; a dash for none. */
export function numberText(value: number | null): string {
  if (value === null) return '-';
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(6)));
}

/** An estimate of time: `14 s`, `3 min`. */
export function durationText(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/** `64 x 784`; a single value has no axes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' x ');
}

/** `3 tensors`, `1 tensor`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
