import type { Grid } from './chunked';

/** A part of an array in row-major order. */
export interface Stretch {
  readonly first: number;
  readonly count: number;
}

/** A stretch takes no more memory than this. */
const mostBytes = 64 * 2 ** 20;

/**
 * Chunks that are high and beside each other are needed again for each row they go through. Where all of them do not fit
 * into the memory that is kept, they would be unpacked anew each time: then so many rows are read at once as do fit.
 * @param keptBytes of chunks that are kept
 * @returns which elements are to be read with an element; undefined: no others
 */
export function stretches(
  { shape, chunk }: Grid,
  elementBytes: number,
  keptBytes: number,
): ((element: number) => Stretch) | undefined {
  // Along the axes before this one, every chunk has one row.
  const axis = chunk.findIndex((length) => length > 1);
  const length = shape[axis] ?? 0;
  const high = Math.min(chunk[axis] ?? 0, length);
  const row = shape.slice(axis + 1).reduce((product, one) => product * one, 1);
  const isWhole = shape.every((one, i) => i <= axis || (chunk[i] ?? 1) >= one);
  const [slab, rowBytes] = [high * row, row * elementBytes];
  if (axis < 0 || isWhole || slab * elementBytes <= keptBytes || 2 * rowBytes > mostBytes) return undefined;
  const pieces = Math.ceil((slab * elementBytes) / mostBytes);
  const piece = Math.ceil(high / pieces) * row;
  return (element) => {
    const outer = Math.floor(element / (length * row)) * length * row;
    const start = outer + Math.floor((element - outer) / slab) * slab;
    const end = Math.min(start + slab, outer + length * row);
    const first = start + Math.floor((element - start) / piece) * piece;
    return { first, count: Math.min(piece, end - first) };
  };
}
