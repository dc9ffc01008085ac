import type { Cursor } from './cursor';

/** Filters the HDF5 library has built in: deflate, shuffle, fletcher32, szip, nbit, scaleoffset. */
const builtIn = new Set([1, 2, 3, 4, 5, 6]);

/** Registered filters people meet; the name in a file is what its writer pleased. */
const names = new Map([
  [305, 'lzo'],
  [307, 'bzip2'],
  [32_000, 'lzf'],
  [32_001, 'blosc'],
  [32_004, 'lz4'],
  [32_008, 'bitshuffle'],
  [32_013, 'zfp'],
  [32_015, 'zstd'],
  [32_026, 'blosc2'],
]);

/** The first filter of a pipeline that is not built in, by name. */
export function missingFilter(cursor: Cursor): string | undefined {
  const [version, count] = [cursor.u8(), cursor.u8()];
  if (version !== 1 && version !== 2) cursor.fail('has filters of a kind that is not known');
  if (version === 1) cursor.passOver(6);
  for (let filter = 0; filter < count; filter++) {
    const id = cursor.u16();
    if (!builtIn.has(id)) return names.get(id) ?? `number ${id}`;
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.passOver(2);
    const values = cursor.u16();
    cursor.passOver(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    cursor.passOver(4 * values + (version === 1 && values % 2 === 1 ? 4 : 0));
  }
  return undefined;
}
