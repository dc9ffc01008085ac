import { BadInput, quoted } from '../../tensors/badInput';
import { boxAt } from '../box';
import { decode, elementBytes } from '../../tensors/decode';
import type { DType, Values } from '../../tensors/dtype';
import type { Place } from '../place';
import { longestRead } from './instance';
import type { Instance } from './instance';
import type { Metadata } from './library';
import type { Opened } from './opened';

/** Some rows of a dataset, so many that its chunks are not unpacked again for each read. */
interface Band {
  readonly place: object;
  readonly first: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The band read last of any dataset of one file. */
export interface BandCache {
  band: Band | undefined;
}

const usualBand = 2 ** 20;
/** A chunk is unpacked as a whole, in a memory of 2 GiB. */
const largestChunk = 2 ** 30;

/** A dataset of which the library has to gather and unpack the elements, as it is stored. */
export class Piecewise implements Place {
  #metadata: Metadata | undefined;
  /** Elements in one row: what is below the first axis. */
  readonly #row: number;

  constructor(
    private readonly opened: Opened,
    private readonly path: string,
    private readonly dtype: DType,
    private readonly shape: readonly number[],
  ) {
    this.#row = shape.slice(1).reduce((product, length) => product * length, 1);
  }

  async read(first: number, count: number): Promise<Values> {
    const size = elementBytes[this.dtype];
    const target = new Uint8Array(Buffer.allocUnsafeSlow(count * size).buffer);
    if (count > 0) {
      const instance = await this.opened.instance();
      const band = this.#bandRows(this.#check(instance)) * this.#row;
      for (let done = 0; done < count;) {
        const at = first + done;
        const piece =
          band === 0
            ? this.#straight(instance, at, Math.min(count - done, longestRead / size))
            : this.#fromBand(instance, at, count - done, band);
        target.set(piece, done * size);
        done += piece.length / size;
      }
    }
    return decode(this.dtype, target);
  }

  /** What the library says of the dataset: where it says otherwise than its header does, nothing is read. */
  #check(instance: Instance): Metadata {
    if (this.#metadata !== undefined) return this.#metadata;
    const metadata = instance.datasetMetadata(this.path);
    if (metadata.size !== elementBytes[this.dtype] || metadata.shape?.join() !== this.shape.join()) {
      throw new BadInput(
        `${this.opened.where} is damaged: it contradicts itself on what ${quoted(this.path)} is.`,
      );
    }
    const chunk = (metadata.chunks ?? []).reduce((product, length) => product * length, metadata.size);
    if (chunk > largestChunk) {
      throw new BadInput(
        `${this.opened.where}: ${quoted(this.path)} is stored in chunks of ${chunk} bytes, and those of more than ${largestChunk} are not unpacked: write it in smaller ones.`,
      );
    }
    this.#metadata = metadata;
    return metadata;
  }

  /** Rows in a band: whole rows of chunks; 0 when that would be too much memory. */
  #bandRows({ chunks }: Metadata): number {
    const high = chunks?.[0] ?? 0;
    const bytes = high * this.#row * elementBytes[this.dtype];
    if (bytes === 0 || bytes > longestRead) return 0;
    return high * Math.max(1, Math.floor(usualBand / bytes));
  }

  #fromBand(instance: Instance, first: number, count: number, band: number): Uint8Array {
    const size = elementBytes[this.dtype];
    const cache = this.opened.bands;
    const start = Math.floor(first / band) * band;
    if (cache.band?.place !== this || cache.band.first !== start) {
      cache.band = undefined;
      const total = (this.shape[0] ?? 1) * this.#row;
      const rows = Math.min(band, total - start) / this.#row;
      const rest = this.shape.slice(1);
      const bytes = this.#box(instance, [start / this.#row, ...rest.map(() => 0)], [rows, ...rest]);
      cache.band = { place: this, first: start, bytes };
    }
    const offset = (first - start) * size;
    return cache.band.bytes.subarray(offset, offset + count * size);
  }

  /** The longest box that begins at an element and goes on in stored order, of at most `most` elements. */
  #straight(instance: Instance, first: number, most: number): Uint8Array {
    const { start, lengths } = boxAt(this.shape, first, most);
    return this.#box(instance, start, lengths);
  }

  #box(instance: Instance, offset: readonly number[], count: readonly number[]): Uint8Array<ArrayBuffer> {
    return this.opened.guard(() => instance.box(this.path, this.#check(instance), offset, count));
  }
}
