import { BadInput } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import type { Dialect } from './dialect';
import { Fields } from './fields';
import { checkNoNul, longestRow } from './sample';
import { walk } from './walk';

const block = 2 ** 20;

/** Where rows begin: of one row in each MiB of the file, so that any row is found by reading little. */
export class RowIndex {
  /** How many rows there are. */
  rows = 0;
  readonly #rows: number[] = [];
  readonly #offsets: number[] = [];
  #nextMark = 0;

  /** The last row known to begin at or before `row`, and where. */
  before(row: number): { row: number; offset: number } {
    let low = 0;
    for (let high = this.#rows.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? 0) <= row) low = middle;
      else high = middle;
    }
    return { row: this.#rows[low] ?? 0, offset: this.#offsets[low] ?? 0 };
  }

  /** The row that is counted next begins at this byte. */
  mark(offset: number): void {
    if (offset < this.#nextMark) return;
    this.#rows.push(this.rows);
    this.#offsets.push(offset);
    this.#nextMark = offset + block;
  }
}

/**
 * Goes through a table once to count and find its rows; with `classes`, also to gather the distinct texts of a column.
 * Throws BadInput for NULs and for rows without end.
 * @param classes gets the text of the column `column` of each row; says whether it wants more
 */
export async function indexRows(
  file: Bytes,
  { start, separator, names, encoding }: Dialect,
  classes?: { readonly column: number; readonly add: (text: string) => void },
): Promise<RowIndex> {
  const index = new RowIndex();
  index.mark(start);
  let from = start;
  if (classes === undefined) {
    from = await countLines(file, start, index);
    if (from === file.size) return index;
  }
  const fields = new Fields(separator, classes === undefined ? 0 : names.length, encoding);
  await walk(file, fields, from, (bytes, at, next, position) => {
    checkNoNul(file.path, bytes.subarray(at, next), position + at);
    if (classes !== undefined && fields.count > classes.column)
      classes.add(fields.exactText(file.path, bytes, classes.column, index.rows));
    index.rows++;
    index.mark(position + next);
    return true;
  });
  return index;
}

/**
 * Counts lines as long as there is no quote, inside which a line end would be none. Returns where the first line begins
 * that was not counted: the end of the file, or a line with a quote or after it.
 */
async function countLines(file: Bytes, start: number, index: RowIndex): Promise<number> {
  // The search of a Buffer is several times as fast as that of a typed array.
  const buffer = Buffer.alloc(Math.min(block, file.size));
  let lineStart = start;
  let before = 0;
  let quoted = false;
  for (let position = start; position < file.size && !quoted; position += buffer.length) {
    const bytes = buffer.subarray(0, Math.min(buffer.length, file.size - position));
    await file.readInto(bytes, position);
    checkNoNul(file.path, bytes, position);
    const quote = bytes.indexOf(0x22);
    quoted = quote >= 0;
    const end = quoted ? quote : bytes.length;
    lineStart = countIn(bytes, end, position, lineStart, before, index);
    before = bytes.at(-1) ?? 0;
    if (position + end - lineStart > longestRow) {
      throw new BadInput(
        `${file.path}: the row at byte ${lineStart} is longer than ${longestRow} bytes: a line end is missing.`,
      );
    }
  }
  if (quoted) return lineStart;
  if (lineStart < file.size) index.rows++;
  return file.size;
}

/**
 * Counts the lines that end in bytes [0, end), which lie at `position` of the file, after the byte `before`; returns
 * where the unfinished one begins.
 */
function countIn(
  bytes: Buffer,
  end: number,
  position: number,
  lineStart: number,
  before: number,
  index: RowIndex,
): number {
  let start = lineStart - position;
  const known = index.rows;
  for (let i = nextLineEnd(bytes, 0, true); i >= 0 && i < end;) {
    const length = i - start;
    start = i + 1;
    // Lines without anything are no rows.
    const isBare = length === 0 || (length === 1 && (i === 0 ? before : bytes[i - 1]) === 0x0d);
    if (!isBare) {
      index.rows++;
      index.mark(position + start);
    }
    // Many short lines are found faster byte by byte.
    i = nextLineEnd(bytes, start, start < 1000 || (index.rows - known) * 32 < start);
  }
  return position + start;
}

/** Where the next line end is; -1 when there is none. */
function nextLineEnd(bytes: Buffer, from: number, isFar: boolean): number {
  if (isFar) return bytes.indexOf(0x0a, from);
  for (let i = from; i < bytes.length; i++) if (bytes[i] === 0x0a) return i;
  return -1;
}
