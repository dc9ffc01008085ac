import { BadInput, quoted } from '../../tensors/badInput';
import type { TextReader } from '../format';
import { countOf } from './attributeMessage';
import { GlobalHeap } from './globalHeap';
import type { Opened } from './opened';
import type { Structures } from './structures';
import { asText, textsOf } from './texts';
import type { FoundDataset } from './walk';

/** Bytes of a list of texts that is read at all. */
const longestList = 64 * 2 ** 20;

/** Whether the texts of a dataset are a list that can be read. */
export function isTextList({ type: { size, isText }, shape, unreadable }: FoundDataset): boolean {
  const [length = 0] = shape;
  return (
    isText === true &&
    unreadable === undefined &&
    shape.length === 1 &&
    length > 1 &&
    size * length <= longestList
  );
}

/** Reads text that is in datasets: where it lies in one piece by ourselves, else by the library. */
export class DatasetTexts {
  constructor(
    private readonly structures: Structures,
    private readonly opened: Opened,
  ) {}

  /** All texts of a dataset of text. Throws BadInput when they are damaged or too long. */
  async all(dataset: FoundDataset, most = longestList): Promise<readonly string[]> {
    const bytes = countOf(dataset) * dataset.type.size;
    const texts =
      bytes > most
        ? undefined
        : dataset.offset === undefined
          ? await this.#fromLibrary(dataset, most)
          : await this.#fromFile(dataset, dataset.offset, most);
    if (texts !== undefined) return texts;
    throw new BadInput(
      `${this.opened.where}: the texts in ${quoted(dataset.path)} have more than the ${most} bytes that are read.`,
    );
  }

  /** Reads a list of texts piece by piece, all of them when the first is asked for. */
  list(dataset: FoundDataset): TextReader {
    let all: readonly string[] | undefined;
    return async (first, count) => {
      all ??= await this.all(dataset);
      return all.slice(first, first + count);
    };
  }

  /** The text in a dataset of characters of 16 bits, which the caller has found to be short. Throws BadInput. */
  async characters(dataset: FoundDataset): Promise<string> {
    const { shape, path, offset, type } = dataset;
    if (offset !== undefined) {
      const bytes = Buffer.from(await this.structures.file.source.read(offset, 2 * countOf(dataset)));
      return (type.littleEndian ? bytes : bytes.swap16()).toString('utf16le');
    }
    const instance = await this.opened.instance();
    return this.opened.guard(() => {
      const metadata = instance.datasetMetadata(path);
      if (metadata.size !== 2 || metadata.shape?.join() !== shape.join())
        throw new BadInput(
          `${this.opened.where} is damaged: it contradicts itself on what ${quoted(path)} is.`,
        );
      const start = shape.map(() => 0);
      return Buffer.from(instance.box(path, metadata, start, shape)).toString('utf16le');
    });
  }

  async #fromFile(
    { type, shape }: FoundDataset,
    offset: number,
    most: number,
  ): Promise<readonly string[] | undefined> {
    // What was read to open the file does not count.
    const structures = this.structures.anew();
    const bytes = await structures.file.source.read(offset, countOf({ shape }) * type.size);
    return textsOf(structures, new GlobalHeap(structures), { type, shape, bytes }, most);
  }

  async #fromLibrary({ path }: FoundDataset, most: number): Promise<readonly string[] | undefined> {
    const instance = await this.opened.instance();
    return this.opened.guard(() => {
      const metadata = instance.datasetMetadata(path);
      const { size, total_size: count } = metadata;
      if (size * count > most) return undefined;
      const read = instance.values(path, metadata);
      if (!(read instanceof Uint8Array)) return read;
      return Array.from({ length: count }, (_, i) => asText(read.subarray(i * size, (i + 1) * size)));
    });
  }
}
