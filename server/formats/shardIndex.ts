import type { Endings } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Bytes } from './bytes';
import { JsonError, JsonObject, parseJson, Real, type Json } from './json';

/** An index of 50,000 tensors has some 5 MB. */
const longestIndex = 100_000_000;
const mostShards = 1000;

/** What an index says: which tensors there are in which shard. */
export interface ShardIndex {
  /** Shard file names, sorted, each with the tensors it should hold. */
  readonly shards: readonly (readonly [string, ReadonlySet<string>])[];
  readonly metadata: readonly (readonly [string, string])[];
  /** Bytes of all tensors together, if the index says. */
  readonly totalBytes: number | undefined;
}

/** Whether a file is an index: the name says so, and it begins as JSON does. */
export function isIndex(head: Uint8Array, fileName: string, { models }: Endings): boolean {
  const name = fileName.toLowerCase();
  return (
    models.some((ending) => name.endsWith(ending)) && /^\s*\{/.test(Buffer.from(head).toString('latin1'))
  );
}

/** Reads and checks an index. Throws BadInput; shard names are plain names of files beside the index. */
export async function readShardIndex(bytes: Bytes, ownName: string): Promise<ShardIndex> {
  const { path, size } = bytes;
  if (size > longestIndex) throw new BadInput(`${path} is too large for an index: ${size} bytes.`);
  const root = parseFile(path, await bytes.read(0, size));
  const map = root instanceof JsonObject ? root.get('weight_map') : undefined;
  if (!(root instanceof JsonObject) || !(map instanceof JsonObject)) {
    throw new BadInput(`${path} is no index of shards: it has no weight_map.`);
  }
  const shards = new Map<string, Set<string>>();
  for (const [tensor, shard] of map.entries()) {
    if (typeof shard !== 'string')
      throw new BadInput(`${path}: the shard of tensor ${quoted(tensor)} is not text.`);
    const known = shards.get(shard);
    if (known === undefined) checkShardName(path, shard, ownName);
    shards.set(shard, (known ?? new Set()).add(tensor));
  }
  if (shards.size > mostShards)
    throw new BadInput(`${path} names ${shards.size} shards, more than ${mostShards}.`);
  const sorted = [...shards].sort(([a], [b]) => (a < b ? -1 : 1));
  const metadata = root.get('metadata');
  if (!(metadata instanceof JsonObject)) return { shards: sorted, metadata: [], totalBytes: undefined };
  const total = metadata.get('total_size');
  return {
    shards: sorted,
    metadata: [...metadata.entries()].map(([key, value]) => [key, inWords(value)] as const),
    totalBytes: typeof total === 'number' ? total : undefined,
  };
}

export function parseFile(path: string, content: Uint8Array): Json {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (error) {
    if (error instanceof TypeError) throw new BadInput(`${path} is not UTF-8.`);
    if (!(error instanceof JsonError)) throw error;
    const { message, offset, repeated } = error;
    if (repeated !== undefined) throw new BadInput(`${path} has the name ${quoted(repeated.key)} twice.`);
    throw new BadInput(`${path} is no JSON: the text ${message} at byte ${offset}.`);
  }
}

/** A name from a file never leads out of the folder, and never back to the index. */
export function checkShardName(path: string, shard: string, ownName: string): void {
  const isPlain =
    /^[^/\\\p{Cc}\p{Cf}]{1,255}$/u.test(shard) && shard !== '.' && shard !== '..' && !/^[a-z]:/i.test(shard);
  if (!isPlain) {
    throw new BadInput(
      `${path} names the shard ${quoted(shard)}, which is not a plain name of a file beside the index.`,
    );
  }
  if (shard.toLowerCase() === ownName.toLowerCase()) throw new BadInput(`${path} names itself as a shard.`);
}

/** A value of JSON in few words. */
export function inWords(value: Json): string {
  if (value instanceof Real) return value.text;
  if (value instanceof JsonObject) return `(${value.keys.length} entries)`;
  if (Array.isArray(value)) return `(${value.length} values)`;
  return String(value);
}
