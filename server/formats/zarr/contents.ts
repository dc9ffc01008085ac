import { BadInput, quoted } from '../../tensors/badInput';
import { isDType, isSingle } from '../../tensors/decode';
import { elementCount, type StoredTensor } from '../../tensors/storedTensor';
import { ChunkCache } from '../chunked';
import { asNames, classNamesKeys, columnsOf } from '../classNames';
import type { Contents } from '../modelFile';
import type { Place } from '../place';
import { inWords } from '../shardIndex';
import { ArrayPlace, largestChunk, mostInShard } from './arrayPlace';
import type { Codecs } from './codecs';
import { type Described, readHierarchy } from './hierarchy';
import { type ArrayMetadata, gridOf, isChunkKey } from './metadata';
import type { Store } from './store';
import { readVersion2 } from './version2';
import { readVersion3 } from './version3';
import { JsonObject } from '../json';

/** A file that declares more than this, and so many times what is stored, was hardly written. */
const largestUnwritten = 4 * 2 ** 30;
const mostExpansion = 1000;
const namesShown = 3;
const longestValue = 2000;

/** An array and what is stored of it. */
interface Found {
  readonly described: Described;
  readonly metadata: ArrayMetadata;
  chunks: number;
  bytes: number;
  /** Files in its folder that are none of its chunks, and the first of them. */
  strays: number;
  stray: string;
}

/** Reads what is in a store: the descriptions of its arrays only. Throws BadInput. */
export async function readStore(store: Store): Promise<Contents & { release(): Promise<void> }> {
  const { arrays, attributes, warnings: left } = await readHierarchy(store);
  const warnings = [...left];
  const found = new Map<string, Found>();
  let problem: BadInput | undefined;
  for (const described of arrays) {
    try {
      const metadata = read(described);
      found.set(described.key, { described, metadata, chunks: 0, bytes: 0, strays: 0, stray: '' });
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      problem ??= error;
      if (warnings.length < 2 * namesShown) warnings.push(`Left out: ${error.message}`);
    }
  }
  if (found.size === 0) {
    throw problem ?? new BadInput(`${store.path} is a Zarr store without any array: choose another.`);
  }
  count(store, found);
  warnings.push(...tellChunks([...found.values()]));
  const cache = new ChunkCache();
  const places = new Map<StoredTensor, Place | null>();
  for (const one of found.values()) places.set(...placeOf(store, one, cache));
  const metadata = [...(attributes?.entries() ?? [])].map(
    ([key, value]) => [key, inWords(value).slice(0, longestValue)] as const,
  );
  const release = (): Promise<void> => {
    cache.release();
    return Promise.resolve();
  };
  const classes = classNamesKeys
    .map((key) => asNames(attributes?.get(key)))
    .find((names) => names !== undefined);
  return { places, metadata, warnings, columns: columnsOf(places.keys(), classes), release };
}

function read({ version, where, document }: Described): ArrayMetadata {
  if (version === 2) return readVersion2(where, document);
  if (document instanceof JsonObject) return readVersion3(where, document);
  throw new BadInput(`${where} is no description of an array.`);
}

/** Counts the chunks that are there, and what is there beside them. */
function count(store: Store, found: ReadonlyMap<string, Found>): void {
  const grids = new Map([...found].map(([key, { metadata }]) => [key, gridOf(metadata)]));
  for (const [key, size] of store.sizes) {
    if (/(^|\/)(\.z[a-z]+|zarr\.json)$/.test(key)) continue;
    // The innermost array whose folder it is in.
    for (let at = key.length; at > 0;) {
      at = key.lastIndexOf('/', at - 2) + 1;
      const array = found.get(key.slice(0, at));
      if (array === undefined) continue;
      if (isChunkKey(array.metadata.keys, key.slice(at), grids.get(key.slice(0, at)) ?? [])) {
        array.chunks++;
        array.bytes += size;
      } else if (array.strays++ === 0) array.stray = key.slice(at);
      break;
    }
  }
}

/** What has to be known of chunks that are missing or under other names. */
function tellChunks(found: readonly Found[]): string[] {
  const missing = found.flatMap((one) => {
    const [some, all] = missingChunks(one);
    return some > 0 ? [`${some} of ${all} of ${quoted(nameOf(one.described))}`] : [];
  });
  const strays = found
    .filter((array) => array.strays > 0)
    .map(({ described, stray }) => `${quoted(stray)} of ${quoted(nameOf(described))}`);
  return [
    ...(missing.length > 0
      ? [`Chunks that are not there are read as the fill value: ${some(missing)}.`]
      : []),
    ...(strays.length > 0 ? [`Left out, because they are no chunks: ${some(strays)}.`] : []),
  ];
}

/** How many chunks of an array are not there, and how many there should be. */
function missingChunks({ metadata, chunks }: Found): readonly [missing: number, all: number] {
  const all = gridOf(metadata).reduce((product, length) => product * length, 1);
  return [all - chunks, all];
}

function some(list: readonly string[]): string {
  const shown = list.slice(0, namesShown).join(', ');
  return list.length > namesShown ? `${shown} and those of ${list.length - namesShown} more arrays` : shown;
}

function nameOf({ key }: Described): string {
  // An array that is all has no name; an equal one in every store lets two be matched by it, as those of .npy are.
  return key === '' ? 'array' : key.slice(0, -1);
}

function placeOf(store: Store, one: Found, cache: ChunkCache): [StoredTensor, Place | null] {
  const { described, metadata } = one;
  const { shape, type, codecs } = metadata;
  const count = elementCount({ shape });
  const bytes = Number.isNaN(type.itemBytes) ? one.bytes : count * type.itemBytes;
  const tensor = { name: nameOf(described), dtype: type.dtype, shape, order: 'C' as const, bytes };
  const unreadable = type.unreadable ?? (typeof codecs === 'string' ? codecs : obstacle(one, codecs, bytes));
  if (unreadable !== undefined || typeof codecs === 'string' || !isDType(type.dtype))
    return [{ ...tensor, unreadable: unreadable ?? 'Its elements are not read.' }, null];
  const [missing, all] = missingChunks(one);
  const caution = `lacks ${missing} of ${all} chunks, which are read as its fill value`;
  const told = missing === 0 ? tensor : { ...tensor, caution };
  return [told, new ArrayPlace(store, described.key, metadata, type.dtype, codecs, cache).place()];
}

/** Why an array is not read although all of its codecs are known. */
function obstacle({ metadata, bytes: stored }: Found, { shards }: Codecs, bytes: number): string | undefined {
  const { chunk, type } = metadata;
  const widest = Math.max(type.itemBytes, isSingle(type.dtype) ? 4 : 8);
  const unpacked = (shards?.chunk ?? chunk).reduce((product, length) => product * length, widest);
  if (unpacked > largestChunk)
    return `It is stored in chunks of ${unpacked} bytes, and those of more than ${largestChunk} are not unpacked: write it in smaller ones.`;
  if (shards !== undefined) {
    const inside = chunk.reduce((product, length, axis) => (product * length) / (shards.chunk[axis] ?? 1), 1);
    if (inside > mostInShard)
      return `Its shards have ${inside} chunks each, and ${mostInShard} are the most.`;
  }
  if (bytes > largestUnwritten && bytes > mostExpansion * stored)
    return `It declares ${bytes} bytes, of which ${stored} are stored: nearly none of it was ever written.`;
  return undefined;
}
