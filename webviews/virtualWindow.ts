/** Rows [first, last) of a long list. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows to keep in the document: those in view and a few around them.
 * @param scrollTop, viewHeight, rowHeight in px
 */
export function visibleRows(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
  overscan = 8,
): RowWindow {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - overscan));
  const last = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + overscan);
  return { first, last: Math.max(first, last) };
}

/**
 * The scroll position that brings a row into view with the least movement.
 * @param viewHeight height in which rows are seen, without a header that covers them
 */
export function scrollToRow(row: number, rowHeight: number, scrollTop: number, viewHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}
