import { BadInput } from '../../tensors/badInput';
import type { Encoding } from './encoding';
import { Fields } from './fields';
import { parsed, parseNumber } from './number';
import type { Sample } from './sample';

/** What a column holds, by the first rows; long: whole numbers, of which float64 does not tell all from others. */
export type Kind = 'whole' | 'long' | 'real' | 'text' | 'empty';

/** How a table of text is written. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly separator: number;
  readonly decimal: number;
  /** Whether the first line names the columns. */
  readonly header: boolean;
  /** Where the first row begins. */
  readonly start: number;
  readonly names: readonly string[];
  readonly kinds: readonly Kind[];
}

const rowsLookedAt = 200;
const point = 0x2e;
const comma = 0x2c;
export const separatorNames = new Map([
  [0x09, 'tab'],
  [0x3b, 'semicolon'],
  [comma, 'comma'],
  [0x20, 'space'],
]);
/** Each is a name and a few texts here: of more, a small file would take much memory. */
const mostColumns = 1_000_000;

/** Finds out how a table is written from its first rows. Throws BadInput when they have no order. */
export function findDialect(path: string, sample: Sample): Dialect {
  const { encoding } = sample;
  const separator = findSeparator(path, sample);
  const { starts, cells } = splitSample(path, sample, separator);
  const [first] = cells;
  if (first === undefined) throw new BadInput(`${path} is empty: it has no row.`);
  const odd = cells.findIndex((row) => row.length !== first.length);
  if (odd > 0) {
    const one = cells[odd]?.length ?? 0;
    throw new BadInput(
      `${path}: line ${odd + 1} has ${fieldCount(one)} and line 1 has ${first.length}, separated by ${separatorNames.get(separator)}: every row needs as many.`,
    );
  }
  const decimal = findDecimal(cells, separator);
  const body = cells.slice(1);
  const kinds = first.map((_, column) => kindOf(body, column, decimal));
  const header = isHeader(first, body, kinds, decimal);
  if (header)
    return {
      encoding,
      separator,
      decimal,
      header,
      start: starts[1] ?? sample.bytes.length,
      names: named(first),
      kinds,
    };
  return {
    encoding,
    separator,
    decimal,
    header,
    start: starts[0] ?? 0,
    names: first.map((_, column) => `column ${column}`),
    kinds: first.map((_, column) => kindOf(cells, column, decimal)),
  };
}

export function fieldCount(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`;
}

/** An unnamed first column is what pandas writes its index as. A # before the first name is a comment's. */
function named(header: readonly string[]): string[] {
  return header.map((name, column) => {
    if (column > 0) return name;
    return name.trim() === '' ? 'index' : name.replace(/^#\s*/, '');
  });
}

/** The character that separates as many fields in every line; a tab or a semicolon before a comma, which may be a decimal one. */
function findSeparator(path: string, sample: Sample): number {
  let best = comma;
  let most = 1;
  for (const separator of separatorNames.keys()) {
    const { cells } = splitSample(path, sample, separator, 50);
    const count = cells[0]?.length ?? 1;
    if (count < 2) continue;
    if (cells.every((row) => row.length === count)) return separator;
    // None fits everywhere: the one that fits most lines is named in the message.
    const fitting = cells.filter((row) => row.length === count).length;
    if (fitting > most) [best, most] = [separator, fitting];
  }
  return best;
}

/** The cells of the first rows, and where each row begins. */
function splitSample(
  path: string,
  { bytes, start, whole, encoding }: Sample,
  separator: number,
  rows = rowsLookedAt + 1,
): { starts: number[]; cells: string[][] } {
  const starts: number[] = [];
  const cells: string[][] = [];
  const firstRow = new Fields(separator, 0, encoding);
  if (firstRow.split(bytes, start, bytes.length, whole) < 0) return { starts, cells };
  if (firstRow.count > mostColumns)
    throw new BadInput(
      `${path} has ${firstRow.count} columns, and at most ${mostColumns} are read: save it as a NumPy array.`,
    );
  const fields = new Fields(separator, firstRow.count + 1, encoding);
  let at = start;
  // Of very wide tables, fewer rows: their cells become texts here.
  const most = Math.max(2, Math.min(rows, Math.floor(500_000 / firstRow.count)));
  while (cells.length < most) {
    const next = fields.split(bytes, at, bytes.length, whole);
    if (next < 0) break;
    starts.push(at);
    const row = Array.from({ length: Math.min(fields.count, fields.columns) }, (_, i) =>
      fields.text(bytes, i),
    );
    cells.push(row);
    at = next;
  }
  starts.push(at);
  return { starts, cells };
}

/** A comma before the fraction, where fields are separated by something else and no number has a point. */
function findDecimal(cells: readonly string[][], separator: number): number {
  if (separator === comma) return point;
  const all = cells.flat();
  const withComma = all.some((cell) => /^\s*[+-]?\d*,\d+(?:e[+-]?\d+)?\s*$/i.test(cell));
  const withPoint = all.some((cell) => /^\s*[+-]?\d*\.\d+(?:e[+-]?\d+)?\s*$/i.test(cell));
  return withComma && !withPoint ? comma : point;
}

const slot = new Float64Array(1);

/** The value of a cell; undefined for text. */
function valueOf(cell: string, decimal: number): number | undefined {
  const bytes = Buffer.from(cell);
  const outcome = parseNumber(slot, 0, bytes, 0, bytes.length, decimal);
  if (outcome === parsed.tooLarge) return Infinity;
  return outcome === parsed.text ? undefined : slot[0];
}

function kindOf(rows: readonly string[][], column: number, decimal: number): Kind {
  let kind: Kind = 'empty';
  for (const row of rows) {
    const cell = row[column] ?? '';
    const value = valueOf(cell, decimal);
    if (value === undefined) return 'text';
    if (Number.isNaN(value) || kind === 'real') continue;
    if (!Number.isSafeInteger(value)) kind = /^\s*[+-]?\d+\s*$/.test(cell) ? 'long' : 'real';
    else if (kind === 'empty') kind = 'whole';
  }
  return kind;
}

/**
 * Whether the first line names the columns: it has no number, or text above numbers, or counts the columns from 0 as
 * pandas does for an array.
 */
function isHeader(
  first: readonly string[],
  body: readonly string[][],
  kinds: readonly Kind[],
  decimal: number,
): boolean {
  const values = first.map((cell) => valueOf(cell, decimal));
  if (values.some((value, i) => value === undefined && kinds[i] !== 'text' && kinds[i] !== 'empty'))
    return true;
  if (values.every((value) => value === undefined || Number.isNaN(value)))
    return values.some((value) => value === undefined);
  const counted = first[0]?.trim() === '' ? values.slice(1) : values;
  return (
    body.length > 0 &&
    counted.length > 1 &&
    counted.every((value, i) => value === i && first.at(-1)?.trim() === String(counted.length - 1))
  );
}
