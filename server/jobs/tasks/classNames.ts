import { type FileStamp, tensorAt } from '../openFiles';
import type { Task } from './task';

export interface ClassNamesInput {
  readonly file: FileStamp;
  /** Positions of tensors in the file. */
  readonly tensors: readonly number[];
}

export interface ClassNames {
  /** Of its columns, in their order. */
  readonly columns?: readonly string[];
  /** Of the class numbers 0, 1, ... that it holds. */
  readonly classes?: readonly string[];
}

/** What a file calls the columns of tensors, and the classes they number. Throws BadInput. */
export const classNames: Task<ClassNamesInput, never, readonly ClassNames[]> = {
  async run({ file: stamp, tensors }, at) {
    const file = await at.files.stamped(stamp);
    return tensors.map((index) => {
      const tensor = tensorAt(file, index);
      const [columns, classes] = [file.columns?.get(tensor), file.classes?.get(tensor)];
      return { ...(columns !== undefined && { columns }), ...(classes !== undefined && { classes }) };
    });
  },
};
