import type { InputPicture } from '../../protocol';
import { readPicture } from '../../tensors/inputPicture';
import { type FileStamp, tensorAt } from '../openFiles';
import type { Task } from './task';

export interface PicturesInput {
  readonly file: FileStamp;
  readonly index: number;
  readonly rows: readonly number[];
  /** Most pixels across and down. */
  readonly side: number;
}

/** Instances that are pictures, as bytes. Throws BadInput. */
export const pictures: Task<PicturesInput, never, readonly InputPicture[]> = {
  async run({ file: stamp, index, rows, side }, at) {
    const file = await at.files.stamped(stamp);
    const tensor = tensorAt(file, index);
    const made: InputPicture[] = [];
    for (const row of rows) {
      at.poll();
      const { bytes, ...picture } = await readPicture(file, tensor, row, side);
      made.push({ row, ...picture, bytes: Buffer.from(bytes).toString('base64') });
    }
    return made;
  },
};
