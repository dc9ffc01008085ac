import { BadInput, quoted } from '../../tensors/badInput';
import { placesOf } from '../../tensors/joinRows';
import { type RowNames, sameNames, unpackNames } from '../../tensors/rowNames';
import type { Picked } from '../view';
import { pick, pollingBreather } from './rows';
import type { Task } from './task';

export interface NamedRowsInput {
  /** The ids of the rows that are looked for, of all rows of their file. */
  readonly ids: RowNames;
  /** The rows of that file that count, in order; absent: all. */
  readonly numbers?: Int32Array;
  /** The ids they are looked for among. */
  readonly among: RowNames;
  /** The file with those, for messages. */
  readonly path: string;
  /** An id that is not there has the row -1. */
  readonly lenient?: boolean;
}

/**
 * The rows of another file with the same ids, in the same order; null where they stand in the same rows already. Throws
 * BadInput for an id that is not there or comes twice.
 */
export const namedRows: Task<NamedRowsInput, never, Picked | null> = {
  async run({ ids, numbers, among, path, lenient = false }, at) {
    if (numbers === undefined && sameNames(ids, among)) return null;
    const places = await placesOf(among, pollingBreather(at));
    if (!(places instanceof Map)) {
      const [first, second] = places.rows;
      throw new BadInput(
        `The id ${quoted(places.id)} stands in rows ${first} and ${second} of ${path}: it may stand in one only.`,
      );
    }
    const all = [...unpackNames(ids)];
    const found = Int32Array.from(numbers ?? all.keys(), (row) => {
      const place = places.get(all[row] ?? '');
      if (place !== undefined || lenient) return place ?? -1;
      throw new BadInput(
        `${path} has no row with the id ${quoted(all[row] ?? '')}: every row that is compared needs one.`,
      );
    });
    return pick(found, among.count);
  },
};
