import type { ListParts } from './listParts';

/** Where a chunk lies, as it is stored. */
export interface StoredChunk {
  /** From the base of the file on. */
  readonly address: number;
  readonly bytes: number;
  /** Bit by bit, which filters were not applied to it. */
  readonly skipped: number;
}

/** Finds a chunk by its place in the grid; undefined: it was never written. Throws BadInput. */
export type FindChunk = (place: readonly number[]) => StoredChunk | undefined;

/** A dataset in chunks, for what lists them. */
export interface ChunkedShape {
  readonly chunk: readonly number[];
  /** Of a chunk without filters. */
  readonly bytes: number;
  /** How long the dataset may become along each axis. */
  readonly limits: readonly number[];
}

/** How many chunks there may be along each axis of a dataset that cannot grow without an end. Throws BadInput. */
export function gridOf(
  parts: ListParts,
  address: number,
  chunk: readonly number[],
  limits: readonly number[],
): number[] {
  if (limits.includes(Infinity)) parts.fail(address, 'lists the chunks of data that may grow without an end');
  return limits.map((limit, axis) => Math.ceil(limit / (chunk[axis] ?? 1)));
}

/** The number of a place in a grid, counted row by row. */
export function numberOf(place: readonly number[], counts: readonly number[]): number {
  return place.reduce((number, at, axis) => (axis === 0 ? at : number * (counts[axis] ?? 1) + at), 0);
}
