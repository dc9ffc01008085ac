/** Writes pickles and PyTorch files, good and bad, instruction by instruction. */
import { zipFile, type ZipEntry } from './writers';

const bytes = (...parts: readonly (string | number | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Buffer.from([part]);
      return typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part);
    }),
  );

/** A whole pickle of protocol 2. */
export function pickleOf(...parts: readonly (string | number | Uint8Array)[]): Buffer {
  return bytes(0x80, 2, ...parts, '.');
}

export function text(value: string): Buffer {
  const content = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return bytes('X', length, content);
}

export function integer(value: number): Buffer {
  const content = Buffer.alloc(5, 'J');
  content.writeInt32LE(value, 1);
  return content;
}

export function tuple(...items: readonly Uint8Array[]): Buffer {
  return bytes('(', ...items, 't');
}

export function dict(...pairs: readonly (readonly [Uint8Array | string, Uint8Array])[]): Buffer {
  const items = pairs.flatMap(([key, value]) => [typeof key === 'string' ? text(key) : key, value]);
  return bytes('}(', ...items, 'u');
}

export function list(...items: readonly Uint8Array[]): Buffer {
  return bytes('](', ...items, 'e');
}

/** A function or class by its name. */
export function named(module: string, name: string): Buffer {
  return bytes(`c${module}\n${name}\n`);
}

export function call(callee: Uint8Array, ...args: readonly Uint8Array[]): Buffer {
  return bytes(callee, tuple(...args), 'R');
}

export const none = bytes('N');
export const no = bytes(0x89);
export const yes = bytes(0x88);

/** A storage outside of the pickle. */
export function storage(key = '0', count = 4, kind = 'FloatStorage', part: Uint8Array[] = []): Buffer {
  const id = tuple(text('storage'), named('torch', kind), text(key), text('cpu'), integer(count), ...part);
  return bytes(id, 'Q');
}

export interface TensorParts {
  readonly of?: Uint8Array;
  readonly offset?: number;
  readonly size?: readonly number[];
  readonly stride?: readonly number[];
  /** What follows in the call: flags of version 2, the type of version 3. */
  readonly more?: readonly Uint8Array[];
  readonly version?: '' | '_v2' | '_v3';
}

/** A tensor; by default one of four elements. */
export function tensor(parts: TensorParts = {}): Buffer {
  const { of = storage(), offset = 0, size = [4], stride = [1], more = [], version = '_v2' } = parts;
  const hooks = version === '' ? [] : [no, call(named('collections', 'OrderedDict'))];
  const lengths = [size, stride].map((axes) => tuple(...axes.map(integer)));
  return call(
    named('torch._utils', `_rebuild_tensor${version}`),
    of,
    integer(offset),
    ...lengths,
    ...hooks,
    ...more,
  );
}

/** Storages by their keys. */
export type Storages = Readonly<Record<string, Uint8Array>>;

/** A file of torch.save: a zip archive. */
export function torchZip(
  pickle: Uint8Array,
  storages: Storages = {},
  more: readonly ZipEntry[] = [],
): Buffer {
  const members = Object.entries(storages).map(([key, data]) => ({ name: `a/data/${key}`, data }));
  return zipFile([{ name: 'a/data.pkl', data: pickle }, ...members, ...more]);
}

const magic = bytes(0x80, 2, 0x8a, 10, Buffer.from('6cfc9c46f9206aa85019', 'hex'), '.');

/** A file of torch.save before version 1.6: pickles and then the storages, each after the number of its elements. */
export function torchLegacy(
  pickle: Uint8Array,
  storages: readonly (readonly [string, number, Uint8Array])[],
): Buffer {
  const data = storages.flatMap(([, count, content]) => {
    const length = Buffer.alloc(8);
    length.writeBigInt64LE(BigInt(count));
    return [length, content];
  });
  const keys = storages.map(([key]) => key);
  return bytes(torchLegacyHead(pickle, keys), ...data);
}

/** All of such a file before the first storage. */
export function torchLegacyHead(pickle: Uint8Array, keys: readonly string[]): Buffer {
  const system = pickleOf(dict(['little_endian', yes]));
  const version = pickleOf(bytes('M', 0xe9, 0x03));
  return bytes(magic, version, system, pickle, pickleOf(list(...keys.map(text))));
}
