import type { AxisStatistics } from '../../protocol';
import { computeAxisStatistics } from '../../tensors/axisStatistics';
import { type FileStamp, tensorAt } from '../openFiles';
import type { Task } from './task';

export interface AxisStatisticsInput {
  readonly file: FileStamp;
  readonly index: number;
  readonly axis: number;
}

/** Statistics of the entries of one axis of a tensor. Throws BadInput. */
export const axisStatistics: Task<AxisStatisticsInput, never, AxisStatistics> = {
  async run({ file: stamp, index, axis }, at) {
    const file = await at.files.stamped(stamp);
    return { index, ...(await computeAxisStatistics(file, tensorAt(file, index), axis, () => at.poll())) };
  },
};
