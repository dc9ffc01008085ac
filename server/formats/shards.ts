import { basename, dirname, join } from 'node:path';
import { BadInput, quoted } from '../tensors/badInput';
import { Bytes } from './bytes';
import type { Format, ModelFile, StoredTensor } from './format';
import { readShardIndex, type ShardIndex } from './shardIndex';

/** Names in a warning; more are counted. */
const namesShown = 3;

/**
 * Opens a model in several files by the index beside them, as the Hugging Face libraries write both; closes the index
 * when that fails. Throws BadInput.
 * @param format id of the sharded format, `shardFormat` what its files are
 */
export async function openShards(bytes: Bytes, format: string, shardFormat: Format): Promise<ModelFile> {
  const { path } = bytes;
  const shards = new Map<string, ModelFile>();
  const close = async (): Promise<void> => {
    await Promise.all([bytes.close(), ...[...shards.values()].map((shard) => shard.close())]);
  };
  try {
    const index = await readShardIndex(bytes, basename(path));
    const warnings = await openEach(path, index, shardFormat, shards);
    const homes = new Map<StoredTensor, ModelFile>();
    for (const [name, wanted] of index.shards) {
      const shard = shards.get(name);
      if (shard !== undefined) warnings.push(...match(name, shard, wanted, homes));
    }
    warnings.push(...checkTotal(index, shards, homes));
    const opened = [...shards.values()];
    await bytes.settle();
    return {
      path,
      format,
      bytes: opened.reduce((sum, shard) => sum + shard.bytes, bytes.size),
      tensors: [...homes.keys()],
      metadata: index.metadata,
      warnings,
      identity: [bytes.identity, ...opened.map((shard) => shard.identity)].join('\n'),
      changed: async () =>
        (await Promise.all([bytes, ...opened].map((file) => file.changed()))).includes(true),
      read: async (tensor, first, count) => {
        const home = homes.get(tensor);
        if (home === undefined) throw new RangeError(`${quoted(tensor.name)} is no tensor of ${path}`);
        return home.read(tensor, first, count);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens the shards beside the index. A symbolic link there is followed: the caches of the Hugging Face libraries are
 * made of them. A shard that cannot be opened is left out with a warning, unless none can.
 */
async function openEach(
  path: string,
  index: ShardIndex,
  format: Format,
  shards: Map<string, ModelFile>,
): Promise<string[]> {
  const warnings: string[] = [];
  let firstProblem: BadInput | undefined;
  for (const [name, wanted] of index.shards) {
    try {
      shards.set(name, await format.open(await Bytes.open(join(dirname(path), name))));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      firstProblem ??= error;
      const some = wanted.size === 1 ? '1 tensor' : `${wanted.size} tensors`;
      warnings.push(`Left out: ${some} of shard ${quoted(name)}. ${error.message}`);
    }
  }
  if (firstProblem !== undefined && shards.size === 0) {
    throw new BadInput(
      `None of the ${index.shards.length} shards of ${path} can be opened: ${firstProblem.message}`,
    );
  }
  return warnings;
}

/** Notes where each wanted tensor of a shard is, and tells what the index and the shard disagree about. */
function match(
  name: string,
  shard: ModelFile,
  wanted: ReadonlySet<string>,
  homes: Map<StoredTensor, ModelFile>,
): string[] {
  const missing = new Set(wanted);
  const unlisted: string[] = [];
  for (const tensor of shard.tensors) {
    if (missing.delete(tensor.name)) homes.set(tensor, shard);
    else unlisted.push(tensor.name);
  }
  const warnings: string[] = [];
  if (missing.size > 0)
    warnings.push(`By the index, shard ${quoted(name)} holds ${list([...missing])}; it does not.`);
  if (unlisted.length > 0) {
    warnings.push(
      `Shard ${quoted(name)} holds ${list(unlisted)}, which the index does not put there: left out.`,
    );
  }
  return warnings;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => `tensor ${quoted(name)}`);
  return names.length <= namesShown
    ? shown.join(', ')
    : `${shown.join(', ')} and ${names.length - namesShown} more`;
}

function checkTotal(
  index: ShardIndex,
  shards: ReadonlyMap<string, ModelFile>,
  homes: ReadonlyMap<StoredTensor, ModelFile>,
): string[] {
  if (index.totalBytes === undefined || shards.size < index.shards.length) return [];
  const held = [...homes.keys()].reduce((sum, tensor) => sum + tensor.bytes, 0);
  if (held === index.totalBytes) return [];
  return [`The index counts ${index.totalBytes} bytes of tensors, the shards hold ${held}.`];
}
