import { BadInput, quoted } from '../../tensors/badInput';
import type { TextReader } from '../format';
import { countOf } from './attributeMessage';
import { GlobalHeap } from './globalHeap';
import type { StoredElements } from './storedElements';
import type { Structures } from './structures';
import { textsOf } from './texts';
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

/** Reads text that is in datasets. */
export class DatasetTexts {
  constructor(
    private readonly structures: Structures,
    private readonly elements: StoredElements,
  ) {}

  /** All texts of a dataset of text. Throws BadInput when they are damaged or too long. */
  async all(dataset: FoundDataset, most = longestList): Promise<readonly string[]> {
    const { type, shape } = dataset;
    const count = countOf(dataset);
    if (count * type.size <= most) {
      const bytes = await this.#read(dataset, count);
      // What was read to open the file does not count.
      const structures = this.structures.anew();
      const texts = textsOf(structures, new GlobalHeap(structures), { type, shape, bytes }, most);
      if (texts !== undefined) return texts;
    }
    throw new BadInput(
      `${this.structures.file.where}: the texts in ${quoted(dataset.path)} have more than the ${most} bytes that are read.`,
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
    const bytes = Buffer.from(await this.#read(dataset, countOf(dataset)));
    return (dataset.type.littleEndian ? bytes : bytes.swap16()).toString('utf16le');
  }

  async #read(dataset: FoundDataset, count: number): Promise<Uint8Array<ArrayBuffer>> {
    const read = this.elements.reader(dataset);
    if (read !== undefined) return read(0, count);
    throw new BadInput(
      `${this.structures.file.where}: the text in ${quoted(dataset.path)} is packed by a filter of which only numbers are read: save it with gzip or without compression.`,
    );
  }
}
