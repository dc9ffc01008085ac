import { BadInput, quoted } from '../tensors/badInput';
import type { Values } from '../tensors/dtype';
import { elementCount, type StoredTensor } from '../tensors/storedTensor';
import type { Bytes } from './bytes';
import type { ModelFile } from './format';
import type { Place } from './place';

/** Tensors of one file with the places of their values; null: they cannot be read, and `unreadable` says why. */
export type Places = ReadonlyMap<StoredTensor, Place | null>;

/** What holds a part of a model beside its first file. */
export type Part = Pick<Bytes, 'size' | 'identity' | 'changed' | 'close'> & Partial<Pick<Bytes, 'settle'>>;

/** What a reader found in a file. */
export interface Contents {
  /** In the order of the file. Held by identity: two tensors may have equal names. */
  readonly places: Places;
  readonly metadata?: ModelFile['metadata'];
  readonly warnings?: ModelFile['warnings'];
  readonly ids?: ModelFile['ids'];
  readonly classes?: ModelFile['classes'];
  readonly columns?: ModelFile['columns'];
  readonly texts?: ModelFile['texts'];
  /** Files beside the first that hold a part of it; they are closed with it, on failure by the reader. */
  readonly others?: readonly Part[];
  /** Gives back what the places hold beside the files. */
  readonly release?: () => Promise<void>;
}

/**
 * Makes a model file of what `parse` finds in a file; closes it when that fails.
 * @param format id of the format
 * Throws BadInput.
 */
export async function openModelFile(
  bytes: Bytes,
  format: string,
  parse: (bytes: Bytes) => Promise<Contents>,
): Promise<ModelFile> {
  const { path } = bytes;
  try {
    const { places, metadata = [], warnings = [], others = [], release, ...named } = await parse(bytes);
    const { ids, classes, columns, texts } = named;
    const files: readonly Part[] = [bytes, ...others];
    await Promise.all(files.map(async (file) => file.settle?.()));
    return {
      path,
      format,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      tensors: [...places.keys()],
      metadata,
      warnings,
      ...(ids !== undefined && { ids }),
      ...(classes !== undefined && { classes }),
      ...(columns !== undefined && { columns }),
      ...(texts !== undefined && { texts }),
      identity: files.map(({ identity }) => identity).join('\n'),
      changed: async () => (await Promise.all(files.map((file) => file.changed()))).includes(true),
      read: (tensor, first, count) => readElements(path, places, tensor, first, count),
      close: async () => {
        await release?.();
        await Promise.all(files.map((file) => file.close()));
      },
    };
  } catch (error) {
    try {
      // A file that is being written looks damaged; that it changed says more.
      await bytes.settle();
    } finally {
      await bytes.close();
    }
    throw error;
  }
}

/**
 * Elements [first, first + count) of a tensor in stored order. Throws BadInput for an unreadable tensor or a damaged
 * file, RangeError for elements the tensor does not have or a tensor of another file.
 */
export async function readElements(
  path: string,
  places: Places,
  tensor: StoredTensor,
  first: number,
  count: number,
): Promise<Values> {
  const place = places.get(tensor);
  if (place === undefined) throw new RangeError(`${quoted(tensor.name)} is no tensor of ${path}`);
  if (place === null || tensor.unreadable !== undefined) {
    throw new BadInput(
      `Tensor ${quoted(tensor.name)} of ${path} cannot be read. ${tensor.unreadable ?? ''}`.trimEnd(),
    );
  }
  if (first < 0 || count < 0 || first + count > elementCount(tensor)) {
    throw new RangeError(`${quoted(tensor.name)} has no elements ${first} to ${first + count}`);
  }
  return place.read(first, count);
}
