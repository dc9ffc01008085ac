import type { TensorEntry } from '../../protocol';
import type { FileStamp } from '../openFiles';
import type { Task } from './task';

export interface PageInput {
  readonly file: FileStamp;
  readonly first: number;
  readonly count: number;
}

/** Some of the tensors of a file. Pages keep the messages small, so that no receiver is blocked by one. */
export const page: Task<PageInput, never, readonly TensorEntry[]> = {
  async run({ file, first, count }, at) {
    const { tensors, texts } = await at.files.stamped(file);
    return tensors.slice(first, first + count).map((tensor) => {
      const { name, dtype, shape, bytes, unreadable, caution } = tensor;
      return {
        ...{ name, dtype, shape, bytes },
        ...(unreadable !== undefined && { unreadable }),
        ...(texts?.has(tensor) === true && { text: true as const }),
        ...(caution !== undefined && { caution }),
      };
    });
  },
};
