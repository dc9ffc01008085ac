import { Instance } from './instance';
import type { Paged } from './paged';
import type { BandCache } from './piecewise';

/** Instances of the library in this thread, those used last; each has some 20 MB. */
const instancesKept = 4;
const live: Opened[] = [];

/** An open HDF5 file. Its instance of the library is given up when others are used, and made anew when it is needed. */
export class Opened {
  /** What was unpacked last. */
  readonly bands: BandCache = { band: undefined };
  #instance: Promise<Instance> | undefined;

  constructor(private readonly file: Paged) {}

  get where(): string {
    return this.file.where;
  }

  /** Throws BadInput when the file is damaged. */
  async instance(): Promise<Instance> {
    const at = live.indexOf(this);
    if (at >= 0) live.splice(at, 1);
    live.push(this);
    if (live.length > instancesKept) live.shift()?.release();
    this.#instance ??= Instance.open(this.file);
    try {
      return await this.#instance;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Runs what may fail; after a failure the instance is not trusted any more. */
  guard<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Gives the memory back. */
  release(): void {
    this.#instance = undefined;
    this.bands.band = undefined;
    this.file.release();
    const at = live.indexOf(this);
    if (at >= 0) live.splice(at, 1);
  }
}
