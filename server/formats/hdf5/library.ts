import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is used of the metadata that h5wasm gives. */
export interface Metadata {
  readonly size: number;
  readonly shape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
}

interface FileNode {
  node_ops: object;
  stream_ops: object;
}

/** The parts of h5wasm 0.10.3 that are used: its HDF5 library compiled to WebAssembly, with its memory and file system. */
export interface Library {
  readonly FS: {
    mkdir(path: string): void;
    createFile(
      folder: string,
      name: string,
      properties: object,
      canRead: boolean,
      canWrite: boolean,
    ): FileNode;
    readonly ErrnoError: new (code: number) => Error;
  };
  /** Replaced when the memory grows. */
  readonly HEAPU8: Uint8Array;
  /** Has a failed call throw; by itself it would hand out whatever is in memory. */
  activate_throwing_error_handler(): number;
  open(path: string, mode: number, trackOrder: boolean, lowest: number, highest: number): bigint;
  get_dataset_metadata(file: bigint, path: string): Metadata;
  get_dataset_data(
    file: bigint,
    path: string,
    count: readonly bigint[] | null,
    offset: readonly bigint[] | null,
    strides: readonly bigint[] | null,
    target: bigint,
  ): number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

type Factory = (options: object) => Promise<Library>;

/** Its place beside the program, and in the package where the program is not bundled. */
const bundled = 'hdf5/hdf5_util.mjs';
const inPackage = 'h5wasm/dist/esm/hdf5_util.js';

let factory: Promise<Factory> | undefined;

/**
 * A new instance of the library: nothing of one file is left in memory for another. The build for browsers, because its
 * file system is its own: the one for node opens whatever file a hostile one names.
 */
export async function newLibrary(): Promise<Library> {
  factory ??= load();
  const make = await factory;
  const silent = (): void => undefined;
  const library = await make({ noInitialRun: true, print: silent, printErr: silent });
  library.activate_throwing_error_handler();
  return library;
}

/** Loads 4 MB of WebAssembly: only when the first values are read that it has to unpack. */
async function load(): Promise<Factory> {
  const folders = createRequire(__filename).resolve.paths('h5wasm') ?? [];
  const places = [join(__dirname, bundled), ...folders.map((folder) => join(folder, inPackage))];
  for (const place of places) {
    try {
      const module = (await import(pathToFileURL(place).href)) as { readonly default: Factory };
      return module.default;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    }
  }
  throw new Error(`${bundled} is missing beside the program`);
}

const noDate = new Date(0);
const readOnly = 63;
const folder = '/file';
const name = 'it.h5';

/** The bytes of a file, as its instance sees them. */
export interface MountedBytes {
  readonly size: number;
  readonly readNow: (target: Uint8Array, position: number) => void;
}

/** Gives the instance its one file, read-only, and opens it; returns the library's number for it. */
export function mount(library: Library, { size, readNow }: MountedBytes): bigint {
  const { FS } = library;
  FS.mkdir(folder);
  const node = FS.createFile(folder, name, {}, true, false);
  Object.defineProperty(node, 'usedBytes', { get: () => size });
  const blocks = Math.ceil(size / 4096);
  node.node_ops = {
    ...node.node_ops,
    getattr: ({ id, mode }: { id: number; mode: number }) => ({
      ...{ dev: 1, ino: id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size, blksize: 4096, blocks },
      ...{ atime: noDate, mtime: noDate, ctime: noDate },
    }),
    setattr: () => {
      throw new FS.ErrnoError(readOnly);
    },
  };
  node.stream_ops = {
    open: () => undefined,
    close: () => undefined,
    write: () => {
      throw new FS.ErrnoError(readOnly);
    },
    read: (_stream: object, memory: Uint8Array, offset: number, length: number, position: number) => {
      const there = Math.max(0, Math.min(length, size - position));
      // Memory is a view of signed bytes.
      if (there > 0) readNow(new Uint8Array(memory.buffer, memory.byteOffset + offset, there), position);
      return there;
    },
    llseek: ({ position }: { position: number }, offset: number, whence: number) =>
      whence === 1 ? position + offset : whence === 2 ? size + offset : offset,
  };
  return library.open(`${folder}/${name}`, 0, false, -1, -1);
}
