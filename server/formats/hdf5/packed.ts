import { BadInput, quoted } from '../../tensors/badInput';
import { decode, elementBytes, isSingle } from '../../tensors/decode';
import type { DType, Values } from '../../tensors/dtype';
import { type ChunkCache, Chunked, rowMajor } from '../chunked';
import { type Codec, Damage, undo } from '../codec';
import type { Place } from '../place';
import { type ChunkList, readChunkIndex, type StoredChunk } from './chunkIndex';
import type { Structures } from './structures';

/** A dataset in chunks with filters that the library does not have, and we do. */
export interface Packed {
  readonly chunk: readonly number[];
  readonly list: ChunkList;
  /** In the order in which they were applied. */
  readonly codecs: readonly Codec[];
  /** The bytes of an element that was never written; undefined: it is 0. */
  readonly fill: Uint8Array | undefined;
}

/** What does not get smaller may get a little larger. */
const fileBytes = (bytes: number): number => 2 * bytes + 2 ** 20;

/** Its values: chunks are found, read and unpacked without the library. */
export function packedPlace(
  structures: Structures,
  {
    path,
    shape,
    littleEndian,
  }: { readonly path: string; readonly shape: readonly number[]; readonly littleEndian: boolean },
  packed: Packed,
  dtype: DType,
  cache: ChunkCache,
): Place {
  const { chunk, list, codecs, fill } = packed;
  const length = chunk.reduce((product, one) => product * one, elementBytes[dtype]);
  const empty = fill === undefined ? 0 : (decode(dtype, Uint8Array.from(fill), littleEndian)[0] ?? 0);
  let index: ReadonlyMap<string, StoredChunk> | undefined;
  const readStored = async ({ position, bytes, skipped }: StoredChunk): Promise<Values> => {
    const { where, size, source } = structures.file;
    const damaged = (what: string): BadInput =>
      new BadInput(
        `${where} is damaged: the chunk at byte ${position} of ${quoted(path)} ${what}; write or copy it again.`,
      );
    if (position + bytes > size || bytes > fileBytes(length))
      throw damaged(`has ${bytes} bytes, which is too many`);
    const applied = codecs.filter((_, i) => ((skipped >> i) & 1) === 0);
    try {
      return decode(dtype, undo(applied, await source.read(position, bytes), length), littleEndian);
    } catch (error) {
      if (error instanceof Damage) throw damaged(error.message);
      throw error;
    }
  };
  const read = (coordinates: readonly number[]): Promise<Values> | number => {
    index ??= readChunkIndex(structures.anew(), list, chunk);
    const stored = index.get(coordinates.join('.'));
    return stored === undefined ? empty : readStored(stored);
  };
  const grid = { shape, chunk, strides: rowMajor(chunk) };
  return new Chunked(path, grid, isSingle(dtype), cache, read);
}
