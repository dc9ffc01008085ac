import { BadInput } from '../../tensors/badInput';
import { decode, isSingle } from '../../tensors/decode';
import type { DType, Values } from '../../tensors/dtype';
import { type ChunkCache, Chunked, type ReadChunk, rowMajor } from '../chunked';
import { Damage, undo } from '../codec';
import type { Place } from '../place';
import type { Codecs, Sharding } from './codecs';
import { type ArrayMetadata, chunkKey } from './metadata';
import type { Store } from './store';

/** A chunk is unpacked and decoded as a whole. */
export const largestChunk = 2 ** 29;
/** Chunks in one shard; where each is stands in 16 bytes. */
export const mostInShard = 2 ** 20;

/** What does not get smaller may get a little larger. */
const fileBytes = (bytes: number): number => 2 * bytes + 2 ** 20;
const nowhere = 2 ** 64;

/** Where the values of an array are. */
export class ArrayPlace {
  /** @param key the key of the array with a slash after it; that of the root is empty */
  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly metadata: ArrayMetadata,
    private readonly dtype: DType,
    private readonly codecs: Codecs,
    private readonly cache: ChunkCache,
  ) {}

  place(): Place {
    const { shape, chunk } = this.metadata;
    const { shards } = this.codecs;
    const codecs = shards?.inner ?? this.codecs;
    const grid = { shape, chunk: shards?.chunk ?? chunk, strides: stridesOf(codecs, shards?.chunk ?? chunk) };
    const read = shards === undefined ? this.#readChunk : this.#readInShard(shards);
    const make = (count: number): Values =>
      isSingle(this.dtype) ? new Float32Array(count) : new Float64Array(count);
    return new Chunked(this.key, grid, make, this.cache, read);
  }

  readonly #readChunk: ReadChunk = (coordinates) => {
    const key = this.key + chunkKey(this.metadata.keys, coordinates);
    const size = this.store.sizes.get(key);
    return size === undefined ? this.#fill(key) : this.#whole(key, size);
  };

  async #whole(key: string, size: number): Promise<Values> {
    const length = this.#bytesOf(this.metadata.chunk);
    if (size > fileBytes(length))
      throw this.#damaged(key, `has ${size} bytes, too many for a chunk of ${length}`);
    return this.#decode(key, this.codecs, await this.store.read(key, 0, size), length);
  }

  /** Reads one chunk of a shard by the list of where they are. */
  #readInShard({ chunk, inner, index }: Sharding): ReadChunk {
    const outer = this.metadata.chunk;
    const each = outer.map((length, axis) => length / (chunk[axis] ?? 1));
    const count = each.reduce((product, length) => product * length, 1);
    const listBytes = index.steps.reduce((sum, { adds = 0 }) => sum + adds, 16 * count);
    const strides = rowMajor(each);
    const readList = async (key: string, size: number): Promise<Values> => {
      if (size < listBytes) throw this.#damaged(key, `has ${size} bytes, fewer than its list of chunks`);
      const bytes = await this.store.read(key, index.atEnd ? size - listBytes : 0, listBytes);
      return decode('uint64', this.#undo(key, index.steps, bytes, 16 * count), index.littleEndian);
    };
    const read = async (key: string, size: number, at: number): Promise<Values | number> => {
      const named = `${key}#`;
      const list = await (this.cache.kept(named) ?? this.cache.keep(named, readList(key, size)));
      const [offset = nowhere, bytes = nowhere] =
        typeof list === 'number' ? [] : list.subarray(2 * at, 2 * at + 2);
      if (offset === nowhere && bytes === nowhere) return this.#fill(key);
      const length = this.#bytesOf(chunk);
      if (offset + bytes > size || bytes > fileBytes(length))
        throw this.#damaged(key, `has a chunk at bytes ${offset} to ${offset + bytes}, and it has ${size}`);
      return this.#decode(key, inner, await this.store.read(key, offset, bytes), length);
    };
    return (coordinates) => {
      const shard = coordinates.map((at, axis) => Math.floor(at / (each[axis] ?? 1)));
      const key = this.key + chunkKey(this.metadata.keys, shard);
      const size = this.store.sizes.get(key);
      if (size === undefined) return this.#fill(key);
      const at = coordinates.reduce(
        (sum, place, axis) => sum + (place % (each[axis] ?? 1)) * (strides[axis] ?? 1),
        0,
      );
      return read(key, size, at);
    };
  }

  #bytesOf(chunk: readonly number[]): number {
    return chunk.reduce((product, length) => product * length, this.metadata.type.itemBytes);
  }

  #fill(key: string): number {
    const { fill } = this.metadata;
    if (fill !== null) return fill;
    throw new BadInput(
      `${this.store.where(key)} is missing, and the array has no value for what was never written: write it anew.`,
    );
  }

  #decode(key: string, { steps }: Codecs, stored: Uint8Array<ArrayBuffer>, length: number): Values {
    return decode(this.dtype, this.#undo(key, steps, stored, length), this.metadata.type.littleEndian);
  }

  #undo(
    key: string,
    steps: Codecs['steps'],
    stored: Uint8Array<ArrayBuffer>,
    length: number,
  ): Uint8Array<ArrayBuffer> {
    try {
      return undo(steps, stored, length);
    } catch (error) {
      if (error instanceof Damage) throw this.#damaged(key, error.message);
      throw error;
    }
  }

  #damaged(key: string, what: string): BadInput {
    return new BadInput(`${this.store.where(key)} is damaged: it ${what}; write or copy it again.`);
  }
}

/** How far neighbours along each axis of the array are apart in a chunk as it is stored. */
function stridesOf({ axes }: Codecs, chunk: readonly number[]): number[] {
  const stored = rowMajor(axes.map((axis) => chunk[axis] ?? 1));
  const strides = chunk.map(() => 1);
  for (const [i, axis] of axes.entries()) strides[axis] = stored[i] ?? 1;
  return strides;
}
