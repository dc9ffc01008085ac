/**
 * How the blocks of a fractal heap get larger: in rows of `width` blocks. Those of the first two rows are equally large,
 * and those of each further row twice as large as those of the row before. From some row on a block is no place for
 * objects but has rows of its own.
 */
export class DoublingTable {
  /** Rows of blocks with objects; those below have blocks of blocks. */
  readonly directRows: number;

  /** All three are powers of two. */
  constructor(
    readonly width: number,
    private readonly smallest: number,
    largest: number,
  ) {
    this.directRows = Math.log2(largest / smallest) + 2;
  }

  /** The bytes of a block of a row. */
  blockBytes(row: number): number {
    return row === 0 ? this.smallest : this.smallest * 2 ** (row - 1);
  }

  /** The rows of a block of blocks that is in a row. */
  rowsWithin(row: number): number {
    return Math.log2(this.blockBytes(row) / this.smallest / this.width) + 1;
  }

  /** Which block an offset is in, and where that begins. */
  locate(offset: number): { readonly row: number; readonly entry: number; readonly start: number } {
    let row = 0;
    let rowStart = 0;
    for (let end = this.smallest * this.width; offset >= end; end *= 2) {
      row++;
      rowStart = end;
    }
    const bytes = this.blockBytes(row);
    const column = Math.floor((offset - rowStart) / bytes);
    return { row, entry: row * this.width + column, start: rowStart + column * bytes };
  }
}
