import { BadInput } from '../../tensors/badInput';
import { contain, outside } from '../contained';
import { type Library, type Metadata, mount, newLibrary } from './library';
import type { Mounted } from './mounted';

/** What the library said of a call that failed: the file is bad there, the library is not. */
class Complaint extends Error {}

/** No single call asks for more. */
export const longestRead = 32 * 2 ** 20;

/**
 * One HDF5 file in an instance of the library of its own. When the WebAssembly code crashes, the instance is given up
 * with the file: its state is unknown.
 */
export class Instance {
  #crashed = false;

  private constructor(
    private readonly file: Mounted,
    private readonly library: Library,
    private id = 0n,
  ) {}

  /** Throws BadInput when the file is damaged. */
  static async open(file: Mounted): Promise<Instance> {
    const instance = new Instance(file, await newLibrary());
    const readNow = (target: Uint8Array, position: number): void =>
      outside(() => file.readNow(target, position));
    instance.id = instance.#call((library) => mount(library, { size: file.size, readNow }));
    return instance;
  }

  /** It cannot be used any more. */
  get crashed(): boolean {
    return this.#crashed;
  }

  datasetMetadata(path: string): Metadata {
    return this.#call((library) => library.get_dataset_metadata(this.id, path));
  }

  /**
   * The elements of a box of a dataset, in little-endian order.
   * @param metadata what the library itself says of the dataset: it writes as many bytes as it believes an element has
   */
  box(
    path: string,
    { size }: Metadata,
    offset: readonly number[],
    count: readonly number[],
  ): Uint8Array<ArrayBuffer> {
    const bytes = count.reduce((product, length) => product * length, size);
    if (bytes > longestRead) throw new RangeError(`${bytes} bytes are too many for one call`);
    return this.#withMemory(bytes, (library, pointer) => {
      const [first, lengths] = [offset.map(BigInt), count.map(BigInt)];
      const strides = lengths.map(() => 1n);
      const where: [bigint[] | null, bigint[] | null, bigint[] | null] =
        count.length === 0 ? [null, null, null] : [lengths, first, strides];
      if (library.get_dataset_data(this.id, path, ...where, BigInt(pointer)) < 0)
        throw new Complaint('the data cannot be read');
      const target = new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
      target.set(library.HEAPU8.subarray(pointer, pointer + bytes));
      return target;
    });
  }

  #withMemory<T>(bytes: number, use: (library: Library, pointer: number) => T): T {
    return this.#call((library) => {
      const pointer = library._malloc(Math.max(8, bytes));
      if (pointer === 0) throw new Complaint('there is no memory for its data');
      // The library leaves alone what was never written where the file has no value for that.
      library.HEAPU8.fill(0, pointer, pointer + bytes);
      try {
        return use(library, pointer);
      } finally {
        if (!this.#crashed) library._free(pointer);
      }
    });
  }

  #call<T>(run: (library: Library) => T): T {
    try {
      return this.#run(run);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      throw new BadInput(`${this.file.where} is a damaged HDF5 file: ${error.message}.`);
    }
  }

  #run<T>(run: (library: Library) => T): T {
    if (this.#crashed) throw this.#damaged();
    try {
      return contain(() => run(this.library));
    } catch (error) {
      if (error instanceof Complaint) throw error;
      if (error instanceof Error && error.constructor === Error)
        throw new Complaint(innermost(error.message));
      this.#crashed = true;
      // The bytes of the file could not be read: thrown right through the library.
      if (error instanceof BadInput) throw error;
      throw this.#damaged();
    }
  }

  #damaged(): BadInput {
    return new BadInput(
      `${this.file.where}: this HDF5 file is damaged, and reading it made the reader crash.`,
    );
  }
}

/** The library tells a whole stack of what failed in what; the last line of it says why. */
function innermost(message: string): string {
  const reasons = [...message.matchAll(/^ *#\d+: .*\(\): (.*)$/gm)].map(([, reason]) => reason);
  return (reasons.at(-1) ?? message.split('\n')[0] ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
