import { decode, isDType } from '../../tensors/decode';
import { BadInput, quoted } from '../../tensors/badInput';
import type { StoredTensor, TextReader } from '../format';
import type { Contents } from '../modelFile';
import { classNamesKeys, columnsOf } from '../classNames';
import type { Place } from '../place';
import { Attributes } from './attributes';
import { DatasetTexts, isTextList } from './datasetTexts';
import { GlobalHeap } from './globalHeap';
import type { Mounted } from './mounted';
import { Opened } from './opened';
import { Paged } from './paged';
import { Piecewise } from './piecewise';
import { StoredElements } from './storedElements';
import { Structures } from './structures';
import { readSuperblock } from './superblock';
import { type FoundDataset, type Tree, walk } from './walk';

/** What a convention of writers makes of the content of an HDF5 file. */
export interface Reading {
  /** In the order of the model. */
  readonly tensors: readonly ReadTensor[];
  readonly metadata: readonly (readonly [string, string])[];
  readonly warnings: readonly string[];
}

/** A dataset as a tensor: what its convention makes of name, shape and type. */
export interface ReadTensor {
  readonly dataset: FoundDataset;
  readonly name: string;
  readonly dtype: string;
  readonly unreadable?: string;
  /** Axes are stored in the reverse of the order in which its program counts them. */
  readonly isReversed?: true;
}

/** Reads names and types by a convention. */
export type Convention = (tree: Tree, attributes: Attributes, texts: DatasetTexts) => Promise<Reading>;

/** Nobody has written that much by having a library fill in what was never written. */
const mostExpansion = 1000;
const largestUnwritten = 4 * 2 ** 30;

/** Reads an HDF5 file: its tree, what a convention makes of it and where the values are. Throws BadInput. */
export async function readHdf5(mounted: Mounted, convention: Convention): Promise<Contents> {
  const file = new Paged(mounted);
  const structures = new Structures(file, readSuperblock(file));
  const opened = new Opened(file);
  try {
    return await readContents(structures, opened, convention);
  } catch (error) {
    opened.release();
    throw error;
  }
}

async function readContents(
  structures: Structures,
  opened: Opened,
  convention: Convention,
): Promise<Contents> {
  const tree = walk(structures);
  const attributes = new Attributes(structures, new GlobalHeap(structures));
  const elements = new StoredElements(structures);
  const datasetTexts = new DatasetTexts(structures, elements);
  const { tensors, metadata, ...read } = await convention(tree, attributes, datasetTexts);
  const [classes] = classNamesKeys
    .map((key) => attributes.texts(structures.superblock.root, key))
    .filter((names) => names.length > 1);
  const warnings = [...tree.warnings, ...read.warnings, ...attributes.warnings];
  const places = new Map<StoredTensor, Place | null>();
  const texts = new Map<StoredTensor, TextReader>();
  for (const one of tensors) {
    const tensor = asTensor(one, structures.file.size);
    if (isTextList(one.dataset)) texts.set(tensor, datasetTexts.list(one.dataset));
    places.set(tensor, tensor.unreadable === undefined ? placeOf(one, opened, elements) : null);
  }
  const release = (): Promise<void> => {
    opened.release();
    elements.release();
    return Promise.resolve();
  };
  // What is read of it later is read from the disk.
  structures.file.release();
  return { places, metadata, warnings, columns: columnsOf(places.keys(), classes), texts, release };
}

function asTensor({ dataset, name, dtype, isReversed, ...its }: ReadTensor, fileBytes: number): StoredTensor {
  const { shape, type } = dataset;
  const bytes = shape.reduce((product, length) => product * length, type.size);
  const unreadable = dataset.unreadable ?? its.unreadable ?? unwritten(bytes, fileBytes);
  return {
    name,
    dtype,
    shape: isReversed ? shape.toReversed() : shape,
    order: isReversed ? 'F' : 'C',
    bytes,
    ...(unreadable !== undefined && { unreadable }),
  };
}

function unwritten(bytes: number, fileBytes: number): string | undefined {
  if (bytes <= largestUnwritten || bytes <= mostExpansion * fileBytes) return undefined;
  return `It declares ${bytes} bytes in a file of ${fileBytes}: nearly none of it was ever written.`;
}

function placeOf({ dataset, dtype, name }: ReadTensor, opened: Opened, elements: StoredElements): Place {
  if (!isDType(dtype)) throw new BadInput(`${opened.where}: ${quoted(name)} is of an unknown type ${dtype}.`);
  const { shape, path, type } = dataset;
  const read = elements.reader(dataset);
  if (read === undefined) return new Piecewise(opened, path, dtype, shape);
  return { read: async (first, count) => decode(dtype, await read(first, count), type.littleEndian) };
}
