import type { ModelFile, StoredTensor, TextReader } from '../../formats/format';
import type { TensorSlice } from '../../protocol';
import { readSlice, type SliceWindow } from '../../tensors/slice';
import { type FileStamp, tensorAt } from '../openFiles';
import type { Task } from './task';

export interface SliceInput {
  readonly file: FileStamp;
  readonly index: number;
  readonly window: SliceWindow;
}

/** Some values of a tensor as a table; of texts, the texts. Throws BadInput. */
export const slice: Task<SliceInput, never, TensorSlice> = {
  async run({ file: stamp, index, window }, at) {
    const file = await at.files.stamped(stamp);
    const tensor = tensorAt(file, index);
    return { index, ...(await readSlice(file, tensor, window, () => at.poll(), textsOf(file, tensor))) };
  },
};

/** How the texts of a tensor are read: those that name the rows of a table are told apart from other tensors. */
function textsOf({ texts, ids }: ModelFile, tensor: StoredTensor): TextReader | undefined {
  const found = texts?.get(tensor);
  if (found !== undefined || tensor.dtype !== 'text' || tensor.name !== ids?.column) return found;
  return (first, count) => ids.read(first, count);
}
