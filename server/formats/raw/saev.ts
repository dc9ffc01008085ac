import { basename, dirname, join } from 'node:path';
import { endings, rawType } from '../../protocol';
import { BadInput, quoted } from '../../tensors/badInput';
import { isDType } from '../../tensors/decode';
import type { DType } from '../../tensors/dtype';
import { Bytes } from '../bytes';
import type { Format, StoredTensor } from '../format';
import { Joined, type Piece } from '../joined';
import { JsonObject, type Json } from '../json';
import { openModelFile, type Contents } from '../modelFile';
import { isThere } from '../onDisk';
import { contiguous, type Place } from '../place';
import { checkShardName, parseFile } from '../shardIndex';
import { strided } from '../strided';

const metadataName = 'metadata.json';
const shardName = /^acts\d{6}\.bin$/;
const longest = 10_000_000;
const mostShards = 1000;
const mostLayers = 1000;

/** Shards of activations as the library saev caches them: github.com/OSU-NLP-Group/saev, docs/src/developers/protocol.md. */
export const saev: Format = {
  id: 'saev',
  title: 'folder of activations by saev',
  endings: endings.saev,
  sniff: (head, fileName) =>
    fileName === 'shards.json' && /^\s*\[/.test(Buffer.from(head).toString('latin1')),
  open: (bytes) => openModelFile(bytes, saev.id, parseShards),
};

/** What all shards have in common: each is [examples x layers x tokens x width]. */
interface Layout {
  readonly dtype: DType;
  readonly layers: readonly string[];
  readonly tokens: number;
  readonly width: number;
}

/** One shard by itself; undefined for a file that is none. Throws BadInput. */
export async function readShard(file: Bytes): Promise<Contents | undefined> {
  const { path, size } = file;
  const beside = join(dirname(path), metadataName);
  if (!shardName.test(basename(path)) || !(await isThere(beside))) return undefined;
  const metadata = await Bytes.open(beside);
  try {
    const layout = await readLayout(metadata);
    if (layout === undefined) {
      await metadata.close();
      return undefined;
    }
    const each = bytesOfExample(layout);
    if (size % each !== 0)
      throw new BadInput(
        `${path} has ${size} bytes, which is no multiple of the ${each} of an example, as ${metadataName} says.`,
      );
    const whole = new Joined(path, [{ source: file, start: 0, length: size }]);
    return { ...contentsOf(layout, whole, size / each), others: [metadata] };
  } catch (error) {
    await metadata.close();
    throw error;
  }
}

async function parseShards(index: Bytes): Promise<Contents> {
  const folder = dirname(index.path);
  const others: Bytes[] = [];
  try {
    const metadata = await Bytes.open(join(folder, metadataName));
    others.push(metadata);
    const layout = await readLayout(metadata);
    if (layout === undefined)
      throw new BadInput(
        `${metadata.path} does not describe activations of saev: it lacks layers, patches_per_ex or d_model.`,
      );
    const each = bytesOfExample(layout);
    const pieces: Piece[] = [];
    let examples = 0;
    for (const { name, count } of await readIndex(index)) {
      const shard = await Bytes.open(join(folder, name));
      others.push(shard);
      if (shard.size !== count * each)
        throw new BadInput(
          `${shard.path} has ${shard.size} bytes, and the ${count} examples that ${basename(index.path)} says take ${count * each}.`,
        );
      pieces.push({ source: shard, start: 0, length: shard.size });
      examples += count;
    }
    return { ...contentsOf(layout, new Joined(index.path, pieces), examples), others };
  } catch (error) {
    await Promise.all(others.map((other) => other.close()));
    throw error;
  }
}

async function readIndex(file: Bytes): Promise<{ name: string; count: number }[]> {
  const { path } = file;
  const list = await readJson(file);
  if (!Array.isArray(list) || list.length === 0 || list.length > mostShards)
    throw new BadInput(`${path} is no list of 1 to ${mostShards} shards.`);
  const seen = new Set<string>();
  return list.map((entry) => {
    const name = entry instanceof JsonObject ? entry.get('name') : undefined;
    const count = entry instanceof JsonObject ? lengthOf(entry, ['n_ex', 'n_examples', 'n_imgs']) : undefined;
    if (typeof name !== 'string' || count === undefined)
      throw new BadInput(`${path}: a shard lacks its name or how many examples it has.`);
    checkShardName(path, name, basename(path));
    if (seen.has(name)) throw new BadInput(`${path} lists the shard ${quoted(name)} twice.`);
    seen.add(name);
    return { name, count };
  });
}

/** Reads metadata.json; undefined where it describes something else. Throws BadInput. */
async function readLayout(file: Bytes): Promise<Layout | undefined> {
  const root = await readJson(file);
  if (!(root instanceof JsonObject)) return undefined;
  const [layers, cls] = [root.get('layers'), root.get('cls_token')];
  const patches = lengthOf(root, ['patches_per_ex', 'content_tokens_per_example', 'n_patches_per_img']);
  const width = lengthOf(root, ['d_model', 'd_vit']);
  if (!Array.isArray(layers) || typeof cls !== 'boolean' || patches === undefined || width === undefined)
    return undefined;
  const word = root.get('dtype') ?? 'float32';
  const { dtype = '' } = (typeof word === 'string' ? rawType(word) : undefined) ?? {};
  if (!isDType(dtype)) throw new BadInput(`${file.path}: the dtype is unknown.`);
  const names = layers.map((layer) => (typeof layer === 'number' ? String(layer) : ''));
  if (names.length === 0 || names.length > mostLayers || names.includes(''))
    throw new BadInput(`${file.path}: the layers are no list of 1 to ${mostLayers} numbers.`);
  if (new Set(names).size < names.length) throw new BadInput(`${file.path} lists a layer twice.`);
  const layout = { dtype, layers: names, tokens: patches + Number(cls), width };
  if (!Number.isSafeInteger(bytesOfExample(layout)) || bytesOfExample(layout) === 0)
    throw new BadInput(
      `${file.path}: an example of ${names.length} x ${layout.tokens} x ${width} numbers makes no sense.`,
    );
  return layout;
}

async function readJson(file: Bytes): Promise<Json> {
  if (file.size > longest) throw new BadInput(`${file.path} is too large for metadata: ${file.size} bytes.`);
  return parseFile(file.path, await file.read(0, file.size));
}

function lengthOf(object: JsonObject, names: readonly string[]): number | undefined {
  const value = names.map((name) => object.get(name)).find((each) => each !== undefined);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function bytesOfExample({ dtype, layers, tokens, width }: Layout): number {
  const bytes = Number(/\d+$/.exec(dtype)?.[0] ?? 8) / 8;
  return layers.length * tokens * width * bytes;
}

/** A tensor a layer, [examples x tokens x width]: a view of what is stored example by example. */
function contentsOf(layout: Layout, whole: Joined, examples: number): Contents {
  const { dtype, layers, tokens, width } = layout;
  const values = contiguous(whole, 0, dtype);
  const places = new Map<StoredTensor, Place>();
  for (const [i, layer] of layers.entries()) {
    const shape = [examples, tokens, width];
    const strides = [layers.length * tokens * width, width, 1];
    const { place, order } = strided(values, { offset: i * tokens * width, shape, strides });
    const bytes = whole.size / layers.length;
    places.set({ name: `layer.${layer}`, dtype, shape, order, bytes }, place);
  }
  return { places, metadata: [['described by', metadataName]] };
}
