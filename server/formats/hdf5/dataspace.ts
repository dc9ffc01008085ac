import type { Cursor } from './cursor';

/** As many as the HDF5 library allows. */
export const mostAxes = 32;

/** Reads a dataspace message: a shape; null: there are no elements, and no shape. Throws BadInput. */
export function readShape(cursor: Cursor, lengthBytes: number): number[] | null {
  const [version, rank, , kind] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (version !== 1 && version !== 2) cursor.fail('has a shape of a kind that is not known');
  if (version === 1) cursor.passOver(4);
  if (version === 2 && kind === 2) return null;
  if (rank > mostAxes) cursor.fail(`has ${rank} axes`);
  const shape = Array.from({ length: rank }, () => cursor.uint(lengthBytes));
  const elements = shape.reduce((product, length) => product * length, 1);
  if (shape.includes(-1) || !Number.isSafeInteger(elements)) cursor.fail('has a shape that is too large');
  return shape;
}
