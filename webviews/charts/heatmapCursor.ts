/** Where a key takes the cursor of a grid. Pure: no document. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

/** Rows that Page Up and Page Down pass over. */
const page = 10;

/**
 * Arrows, Home and End along the row (with Ctrl to the corners), Page Up and Page Down along the column.
 * @returns null when the key does not move the cursor
 */
export function moveCursor(
  key: string,
  ctrl: boolean,
  from: GridCell,
  rows: number,
  columns: number,
): GridCell | null {
  const to = (row: number, column: number): GridCell => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  const { row, column } = from;
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'PageUp':
      return to(row - page, column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return to(ctrl ? 0 : row, 0);
    case 'End':
      return to(ctrl ? rows - 1 : row, columns - 1);
    default:
      return null;
  }
}
