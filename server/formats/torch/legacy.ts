import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes, Source } from '../bytes';
import type { Contents } from '../modelFile';
import { contentsOf } from '../pickle/listing';
import { unpickle, type Unpickled } from '../pickle/unpickle';
import { List, type Value } from '../pickle/values';
import { bytesOf } from './storageTypes';
import { storageMention, type FindStorage, type Storage } from './storages';
import { torchTensors } from './tensors';

/** The number with which such a file begins, as a pickle of its own. */
const magic = 0x1950a86a20f9469cfc6cn;
const version = 1001;
const blockBytes = 16_384;

/** The bytes of that pickle after those that say which protocol and frame it has. */
const magicBytes = Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex');

/** Whether bytes begin as a file of torch.save before version 1.6 does. */
export function isLegacy(head: Uint8Array): boolean {
  const at = Buffer.from(head).indexOf(magicBytes);
  return head[0] === 0x80 && (at === 2 || at === 11);
}

/** A file of torch.save before version 1.6. */
export async function readTorchLegacy(bytes: Bytes): Promise<Contents> {
  const { path, size } = bytes;
  const { data, find, end } = await readLegacy(bytes, path, size);
  const contents = contentsOf(path, data, 'tensor', torchTensors(path, find));
  const rest = size - end;
  const warnings = rest > 0 ? [`${rest} bytes follow after the last storage.`] : [];
  return { ...contents, warnings: [...contents.warnings, ...warnings] };
}

/**
 * What such a file holds: pickles one after the other (a number, a version, the system, the data, the keys of storages),
 * then the storages.
 * @param where the file, or what it lies in, for messages
 */
export async function readLegacy(
  source: Source,
  where: string,
  size: number,
): Promise<{ readonly data: Unpickled; readonly find: FindStorage; readonly end: number }> {
  const next = (start: number): Promise<Unpickled> => unpickle(source, where, start, size);
  const number = await next(0);
  const protocol = await next(number.end);
  if (number.value !== magic) throw new BadInput(`${where} is no PyTorch file: its first number is another.`);
  if (protocol.value !== version) {
    throw new BadInput(`${where} has another version of PyTorch's old format than ${version}: save it anew.`);
  }
  const system = await next(protocol.end);
  const data = await next(system.end);
  const keys = await next(data.end);
  const { storages, end } = await readStorages({ source, where, size }, data, keys);
  const find: FindStorage = (mention) => {
    const storage = storages.get(mention.key);
    if (storage === undefined) throw new BadInput(`${where}: storage ${quoted(mention.key)} is missing.`);
    if (storage.dtype !== mention.dtype || storage.count !== mention.count) {
      throw new BadInput(`${where}: storage ${quoted(mention.key)} is said to be of two types or sizes.`);
    }
    return part(storage, mention.part);
  };
  return { data, find, end };
}

/** Where each storage lies: in the order of the keys, each after the number of its elements. */
async function readStorages(
  { source, where, size }: { readonly source: Source; readonly where: string; readonly size: number },
  { persistents }: Unpickled,
  keys: Unpickled,
): Promise<{ readonly storages: ReadonlyMap<string, Storage>; readonly end: number }> {
  const fail = (key: string, what: string): never => {
    throw new BadInput(`${where}: storage ${quoted(key)} ${what}.`);
  };
  const mentions = new Map(
    persistents.map((persistent) => {
      const mention = storageMention(where, persistent);
      return [mention.key, mention];
    }),
  );
  const storages = new Map<string, Storage>();
  let at = keys.end;
  // Small storages lie close together: the numbers of many come with one read.
  let block = { start: at, bytes: Buffer.alloc(0) };
  for (const key of textsOf(where, keys.value)) {
    const mention = mentions.get(key);
    if (mention === undefined) return fail(key, 'is not used: the file is damaged');
    if (storages.has(key)) fail(key, 'is there twice: the file is damaged');
    if (at + 8 > size) fail(key, `is cut short: the file ends at byte ${size}`);
    if (at + 8 > block.start + block.bytes.length) {
      block = { start: at, bytes: Buffer.from(await source.read(at, Math.min(blockBytes, size - at))) };
    }
    const count = block.bytes.readBigInt64LE(at - block.start);
    const { dtype } = mention;
    if (count !== BigInt(mention.count)) {
      fail(
        key,
        `has ${count.toString()} elements at byte ${at}, and ${mention.count} in the pickle: the file is damaged`,
      );
    }
    const offset = at + 8;
    at = offset + mention.bytes;
    if (at > size) fail(key, `is cut short: it ends at byte ${at}, and the file has ${size}`);
    const { count: elements, bytes: length } = mention;
    storages.set(key, {
      key,
      dtype,
      count: elements,
      bytes: length,
      source,
      offset,
      littleEndian: true,
    });
  }
  return { storages, end: at };
}

function textsOf(path: string, value: Value): string[] {
  const texts = value instanceof List ? value.items.filter((item) => typeof item === 'string') : [];
  if (!(value instanceof List) || texts.length < value.items.length) {
    throw new BadInput(`${path} has no list of its storages after its pickle: it is cut short or damaged.`);
  }
  return texts;
}

/** The part of a storage that is meant. */
function part(
  storage: Storage,
  range: { readonly offset: number; readonly count: number } | undefined,
): Storage {
  if (range === undefined) return storage;
  const size = bytesOf(storage.dtype) ?? 0;
  const { offset, count } = range;
  return {
    ...storage,
    key: `${storage.key}+${offset}`,
    count,
    bytes: Math.floor(count * size),
    offset: storage.offset + offset * size,
  };
}
