import type { Cursor } from './cursor';

/** As many as the HDF5 library allows. */
export const mostAxes = 32;

/** How long an array is along each axis, and how long it may become: Infinity where that has no limit. */
export interface Extent {
  readonly shape: number[];
  readonly limits: readonly number[];
}

/** Reads a dataspace message; null: there are no elements, and no shape. Throws BadInput. */
export function readExtent(cursor: Cursor, lengthBytes: number): Extent | null {
  const [version, rank, flags, kind] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (version !== 1 && version !== 2) cursor.fail('has a shape of a kind that is not known');
  if (version === 1) cursor.passOver(4);
  if (version === 2 && kind === 2) return null;
  if (rank > mostAxes) cursor.fail(`has ${rank} axes`);
  const lengths = (): number[] => Array.from({ length: rank }, () => cursor.uint(lengthBytes));
  const shape = lengths();
  const elements = shape.reduce((product, length) => product * length, 1);
  if (shape.includes(-1) || !Number.isSafeInteger(elements)) cursor.fail('has a shape that is too large');
  const limits = (flags & 1) === 0 ? shape : lengths().map((length) => (length < 0 ? Infinity : length));
  return { shape, limits };
}

/** The shape of a dataspace message; null: there are no elements, and no shape. Throws BadInput. */
export function readShape(cursor: Cursor, lengthBytes: number): number[] | null {
  return readExtent(cursor, lengthBytes)?.shape ?? null;
}
