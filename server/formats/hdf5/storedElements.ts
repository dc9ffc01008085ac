import { ChunkCache } from '../chunked';
import type { Cells } from '../elements';
import { chunkedElements } from './chunkedElements';
import { readHeaderData } from './dataset';
import { ListParts } from './listParts';
import type { Structures } from './structures';
import type { FoundDataset } from './walk';

/** The bytes of elements [first, first + count) in row-major order, as the file has them. Throws BadInput. */
export type ReadElements = (first: number, count: number) => Promise<Uint8Array<ArrayBuffer>>;

/** Reads the elements of the datasets of one file. */
export class StoredElements {
  readonly #cache = new ChunkCache<Cells>();
  readonly #parts: ListParts;

  constructor(private readonly structures: Structures) {
    this.#parts = new ListParts(structures);
  }

  /** How to read those of a dataset; undefined: only the HDF5 library does. */
  reader(dataset: FoundDataset): ReadElements | undefined {
    const { storage, address, fill } = dataset;
    const { size } = dataset.type;
    switch (storage.kind) {
      case 'piece':
        return (first, count) =>
          this.structures.file.source.read(storage.offset + first * size, count * size);
      case 'header':
        return (first, count) => {
          const data = readHeaderData(this.structures.anew(), address);
          return Promise.resolve(Uint8Array.from(data.subarray(first * size, (first + count) * size)));
        };
      case 'nowhere':
        return (_, count) => {
          const bytes = Buffer.from(new ArrayBuffer(count * size));
          return Promise.resolve(new Uint8Array(bytes.fill(fill ?? 0).buffer));
        };
      case 'chunks':
        return chunkedElements(this.#parts, this.#cache, dataset, storage);
      case 'library':
        return undefined;
    }
  }

  /** Gives the memory back. */
  release(): void {
    this.#cache.release();
    this.#parts.release();
  }
}
