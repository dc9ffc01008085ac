import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { fieldCount, type Dialect } from './dialect';
import { Fields, fieldText } from './fields';
import { parsed, parseNumber } from './number';
import type { RowIndex } from './rowIndex';
import { walk } from './walk';

/** What of a row is wanted: called with its fields, for each row of a range. `row` counts from the first of the range. */
type Take = (bytes: Uint8Array, fields: Fields, row: number) => void;

/** The rows of a table of text. */
export class Table {
  readonly #fields: number;
  /** Where the last range ended: the next one often begins there. */
  #last = { row: 0, offset: 0 };

  constructor(
    private readonly file: Bytes,
    private readonly dialect: Dialect,
    private readonly index: RowIndex,
  ) {
    this.#fields = dialect.names.length;
    this.#last = index.before(0);
  }

  /** The numbers of some columns of rows [first, first + count), row by row. Throws BadInput for what is none. */
  async numbers(columns: readonly number[], first: number, count: number): Promise<Float64Array> {
    const values = new Float64Array(count * columns.length);
    const { decimal } = this.dialect;
    let at = 0;
    await this.#rows(first, count, (bytes, { starts, ends }, row) => {
      for (const column of columns) {
        const start = starts[column] ?? 0;
        const end = ends[column] ?? 0;
        const outcome = parseNumber(values, at, bytes, start, end, decimal);
        if (outcome !== parsed.number) throw this.#noNumber(bytes, start, end, first + row, column, outcome);
        at++;
      }
    });
    return values;
  }

  /** The texts of a column of rows [first, first + count). */
  async texts(column: number, first: number, count: number): Promise<string[]> {
    const texts: string[] = [];
    await this.#rows(first, count, (bytes, fields, row) =>
      texts.push(fields.exactText(this.file.path, bytes, column, first + row)),
    );
    return texts;
  }

  async #rows(first: number, count: number, take: Take): Promise<void> {
    if (count === 0) return;
    const known = this.index.before(first);
    const from = this.#last.row <= first && this.#last.row > known.row ? this.#last : known;
    const fields = new Fields(this.dialect.separator, this.#fields, this.dialect.encoding);
    let row = from.row;
    await walk(this.file, fields, from.offset, (bytes, at, next, position) => {
      if (row >= first) {
        if (fields.count !== this.#fields) throw this.#ragged(row, position + at, fields.count);
        take(bytes, fields, row - first);
      }
      row++;
      if (row < first + count) return true;
      this.#last = { row, offset: position + next };
      return false;
    });
    if (row < first + count) throw new BadInput(`${this.file.path} ends at row ${row}: open it again.`);
  }

  #ragged(row: number, offset: number, count: number): BadInput {
    return new BadInput(
      `${this.file.path}: row ${row} (counted from 0, at byte ${offset}) has ${fieldCount(count)}, and the first has ${this.#fields}: every row needs as many.`,
    );
  }

  #noNumber(
    bytes: Uint8Array,
    start: number,
    end: number,
    row: number,
    column: number,
    outcome: number,
  ): BadInput {
    const what =
      outcome === parsed.tooLarge
        ? 'which is beyond what a 64-bit float holds: correct it'
        : 'which is no number: correct it or leave it empty';
    return new BadInput(
      `${this.file.path}: row ${row} (counted from 0), column ${quoted(this.dialect.names[column] ?? '')} holds ${quoted(fieldText(bytes, start, end, this.dialect.encoding))}, ${what}.`,
    );
  }
}
