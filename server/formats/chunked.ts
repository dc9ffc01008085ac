import { boxAt, copyBox } from './box';
import type { Values } from '../tensors/dtype';
import type { Elements } from './elements';
import { stretches } from './stretches';

/** A grid of boxes of equal shape over an array; the last ones along an axis may reach beyond it. */
export interface Grid {
  readonly shape: readonly number[];
  /** Lengths of a box, each at least 1. */
  readonly chunk: readonly number[];
  /** How many elements neighbours along each axis are apart in a box, as it is stored. */
  readonly strides: readonly number[];
}

/**
 * All elements of the box at these places of the grid, or the one value that all of them have: at once, if nothing is
 * there. Elements that come at once are those of one row of the last axis, and all rows are like it.
 */
export type ReadChunk<T extends Elements = Values> = (
  coordinates: readonly number[],
) => Promise<T | number> | T | number;

/** Chunks of one file together take no more memory than this, unless a single one does. */
const mostBytes = 128 * 2 ** 20;
/** What an entry costs beside its values. */
const entryBytes = 500;

interface Entry<T> {
  readonly chunk: Promise<T | number>;
  bytes: number;
}

/** The chunks of one file that were used last. */
export class ChunkCache<T extends Elements = Values> {
  readonly #entries = new Map<string, Entry<T>>();
  #bytes = 0;

  /** The chunk with this key, if it is here. */
  kept(key: string): Promise<T | number> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // Re-inserted, so that the first key is always the chunk that was not used for the longest time.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.chunk;
  }

  /** Keeps a chunk that is on its way; not if it has no values of its own, or never comes. */
  async keep(key: string, chunk: Promise<T | number>): Promise<T | number> {
    const entry: Entry<T> = { chunk, bytes: entryBytes };
    this.#entries.set(key, entry);
    this.#bytes += entryBytes;
    try {
      const values = await chunk;
      if (typeof values === 'number') this.#drop(key, entry);
      else this.#count(key, entry, values.byteLength);
      return values;
    } catch (error) {
      this.#drop(key, entry);
      throw error;
    }
  }

  /** Gives the memory back. */
  release(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #count(key: string, entry: Entry<T>, bytes: number): void {
    if (this.#entries.get(key) !== entry) return;
    entry.bytes += bytes;
    this.#bytes += bytes;
    if (this.#bytes <= mostBytes) return;
    // Some at once: to find the first of a map from which many were taken takes time.
    for (const [oldest, its] of this.#entries) {
      if (this.#bytes <= 0.75 * mostBytes) break;
      // What is on its way has no values yet.
      if (its !== entry && its.bytes > entryBytes) this.#drop(oldest, its);
    }
  }

  #drop(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

/** The C-order strides of a box. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** An array stored in boxes, read row by row. */
export class Chunked<T extends Elements = Values> {
  /** The strides of one row of the last axis that all rows are like. */
  readonly #row: readonly number[];
  /** Chunks along each axis. */
  readonly #counts: readonly number[];
  readonly #stretchOf: ReturnType<typeof stretches>;
  /** Where the last read ended. */
  #next = 0;

  /**
   * @param name tells its chunks from those of other arrays in the cache
   * @param make room for so many elements
   */
  constructor(
    private readonly name: string,
    private readonly grid: Grid,
    private readonly make: (count: number) => T,
    private readonly cache: ChunkCache<T>,
    private readonly readChunk: ReadChunk<T>,
  ) {
    this.#row = grid.chunk.map((_, axis) => (axis === grid.chunk.length - 1 ? 1 : 0));
    this.#counts = grid.shape.map((length, axis) => Math.ceil(length / (grid.chunk[axis] ?? 1)));
    this.#stretchOf = stretches(grid, make(0).BYTES_PER_ELEMENT, mostBytes);
  }

  /** Elements [first, first + count) in row-major order. */
  async read(first: number, count: number): Promise<T> {
    const stretchOf = this.#stretchOf;
    // Whoever goes on where the last read ended will want what comes next; others shall not wait for it.
    const goesOn = first > 0 && first === this.#next;
    this.#next = first + count;
    if (stretchOf === undefined || !goesOn) return this.#gather(first, count);
    const target = this.make(count);
    for (let done = 0; done < count;) {
      const at = first + done;
      const stretch = stretchOf(at);
      const key = `${this.name}#${stretch.first}`;
      const kept = this.cache.kept(key);
      const whole = await (kept ?? this.cache.keep(key, this.#gather(stretch.first, stretch.count)));
      const from = at - stretch.first;
      const length = Math.min(count - done, stretch.count - from);
      // Elements that were put together are never one number.
      if (typeof whole !== 'number') target.set(whole.subarray(from, from + length), done);
      done += length;
    }
    return target;
  }

  async #gather(first: number, count: number): Promise<T> {
    const target = this.make(count);
    for (let done = 0; done < count;) {
      const { start, lengths, elements } = boxAt(this.grid.shape, first + done, count - done);
      await this.#fill(target, done, start, lengths);
      done += elements;
    }
    return target;
  }

  #chunk(at: readonly number[]): Promise<T | number> | T | number {
    const number = at.reduce((sum, place, axis) => sum * (this.#counts[axis] ?? 1) + place, 0);
    const key = `${this.name}/${number}`;
    const kept = this.cache.kept(key);
    if (kept !== undefined) return kept;
    const chunk = this.readChunk(at);
    return chunk instanceof Promise ? this.cache.keep(key, chunk) : chunk;
  }

  /** Copies a box of the array to where it begins in `target`, chunk by chunk. */
  async #fill(
    target: T,
    offset: number,
    start: readonly number[],
    lengths: readonly number[],
  ): Promise<void> {
    const { chunk } = this.grid;
    const targetStrides = rowMajor(lengths);
    const ends = lengths.map((length, axis) => (start[axis] ?? 0) + length);
    const low = start.map((at, axis) => Math.floor(at / (chunk[axis] ?? 1)));
    const high = ends.map((end, axis) => Math.floor((end - 1) / (chunk[axis] ?? 1)));
    for (const at of places(low, high)) {
      const chunkAt = this.#chunk(at);
      const isThere = chunkAt instanceof Promise;
      const values = isThere ? await chunkAt : chunkAt;
      const strides = isThere ? this.grid.strides : this.#row;
      const [from, inTarget, size] = [[] as number[], [] as number[], [] as number[]];
      for (const [axis, place] of at.entries()) {
        const length = chunk[axis] ?? 1;
        const begin = Math.max(place * length, start[axis] ?? 0);
        from.push(begin - place * length);
        inTarget.push(begin - (start[axis] ?? 0));
        size.push(Math.min((place + 1) * length, ends[axis] ?? 0) - begin);
      }
      const to = { strides: targetStrides, offset: offset + dot(inTarget, targetStrides) };
      copyBox(values, { strides, offset: dot(from, strides) }, target, to, size);
    }
  }
}

/** All places of a grid between two, both included; the array that is handed out is each time another. */
function* places(low: readonly number[], high: readonly number[]): Generator<readonly number[]> {
  const at = [...low];
  for (;;) {
    yield [...at];
    let axis = at.length - 1;
    for (; axis >= 0; axis--) {
      const next = (at[axis] ?? 0) + 1;
      at[axis] = next > (high[axis] ?? 0) ? (low[axis] ?? 0) : next;
      if (next <= (high[axis] ?? 0)) break;
    }
    if (axis < 0) return;
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
