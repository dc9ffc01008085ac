import type { TensorSlice } from '../../protocol';
import { readSlice, type SliceWindow } from '../../tensors/slice';
import { type FileStamp, tensorAt } from '../openFiles';
import type { Task } from './task';

export interface SliceInput {
  readonly file: FileStamp;
  readonly index: number;
  readonly window: SliceWindow;
}

/** Some values of a tensor as a table. Throws BadInput. */
export const slice: Task<SliceInput, never, TensorSlice> = {
  async run({ file: stamp, index, window }, at) {
    const file = await at.files.stamped(stamp);
    return { index, ...(await readSlice(file, tensorAt(file, index), window, () => at.poll())) };
  },
};
