import type { ModelFile } from '../../formats/format';
import type { TensorStatistics } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { computeStatistics } from '../../tensors/statistics';
import { type FileStamp, tensorAt } from '../openFiles';
import type { Workplace } from '../workplace';
import type { Task } from './task';

export interface StatisticsInput {
  readonly file: FileStamp;
  /** Positions of tensors, in the order wanted. */
  readonly tensors: readonly number[];
}

/** Milliseconds between two parts. */
const pause = 50;

/** Statistics of some tensors of a file, in parts as they are found. */
export const statistics: Task<StatisticsInput, readonly TensorStatistics[], null> = {
  async run({ file: stamp, tensors }, at, report) {
    const file = await at.files.stamped(stamp);
    let found: TensorStatistics[] = [];
    let reported = performance.now();
    for (const index of tensors) {
      at.poll();
      found.push(await statisticsOf(file, index, at));
      if (performance.now() - reported < pause) continue;
      report(found);
      found = [];
      reported = performance.now();
    }
    if (found.length > 0) report(found);
    return null;
  },
};

/** A tensor that cannot be read says so in its own entry; a file that has changed ends the task. */
async function statisticsOf(file: ModelFile, index: number, at: Workplace): Promise<TensorStatistics> {
  try {
    return { index, ...(await computeStatistics(file, tensorAt(file, index), () => at.poll())) };
  } catch (error) {
    if (!(error instanceof BadInput) || (await file.changed())) throw error;
    return { ...nothing, index, error: error.message };
  }
}

const nothing = {
  count: 0,
  mean: null,
  deviation: null,
  min: null,
  max: null,
  sum: null,
  zeros: 0,
  notANumber: 0,
  infinite: 0,
  first: [],
} satisfies Omit<TensorStatistics, 'index'>;
