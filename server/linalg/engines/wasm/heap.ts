import { type Address, type Kernels, gemmWork, instantiate } from './kernels';

const page = 65536;
/** wasm32 addresses 4 GiB. */
const maximumPages = 65536;
/** The work area of the products lies above the module's own data. */
const workAddress = page;
/** An idle engine keeps no more than this. */
const keptBytes = 256 * 1024 * 1024;

/** The kernels' memory. Every operation lays out its areas anew; nothing in it outlives an operation. */
export class Heap {
  #memory!: WebAssembly.Memory;
  #kernels!: Kernels;
  readonly work: Address = workAddress;

  constructor() {
    this.#start();
  }

  get kernels(): Kernels {
    return this.#kernels;
  }

  /**
   * Reserves areas of the given numbers of float64 entries, contents undefined, and returns their addresses.
   * @throws RangeError when they do not fit into the 4 GiB of a WebAssembly memory or the system has no memory left.
   */
  layout<K extends string>(areas: Readonly<Record<K, number>>): Record<K, Address> {
    let end = workAddress + gemmWork;
    const addresses = {} as Record<K, Address>;
    for (const name of Object.keys(areas) as K[]) {
      addresses[name] = end;
      end += Math.ceil(areas[name] / 8) * 64;
    }
    const pages = Math.ceil(end / page);
    const missing = pages - this.#memory.buffer.byteLength / page;
    if (pages > maximumPages) throw new RangeError(tooLarge(end, 'more than the 4.0 GiB available'));
    if (missing > 0) {
      try {
        this.#memory.grow(missing);
      } catch {
        throw new RangeError(tooLarge(end, 'which the system did not give'));
      }
    }
    return addresses;
  }

  /** Gives memory back to the system after a large operation. */
  trim(): void {
    if (this.#memory.buffer.byteLength > keptBytes) this.#start();
  }

  /** `length` float64 entries from an address on. Valid until the next layout. */
  doubles(at: Address, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, length);
  }

  singles(at: Address, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, length);
  }

  integers(at: Address, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, length);
  }

  #start(): void {
    this.#memory = new WebAssembly.Memory({
      initial: (workAddress + gemmWork) / page,
      maximum: maximumPages,
    });
    this.#kernels = instantiate(this.#memory);
  }
}

function tooLarge(bytes: number, why: string): string {
  return `the matrices of this computation need ${(bytes / 2 ** 30).toFixed(1)} GiB at once, ${why}`;
}
