import { float16Table } from '../decode';

/** Reads the float16 at a byte. */
export type Half = (bytes: Uint8Array, at: number) => number;

/** The numbers of a block that are wider than a byte are in the byte order of the file; all else is single bytes. */
export function halves(littleEndian: boolean): Half {
  const values = float16Table();
  const low = littleEndian ? 0 : 1;
  // The table has an entry for every code; NaN is only for the type checker.
  return (bytes, at) => values[(bytes[at + low] ?? 0) | ((bytes[at + 1 - low] ?? 0) << 8)] ?? NaN;
}
