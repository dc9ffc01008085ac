import { randomFrom, sample } from '../../linalg/random';
import { BadInput } from '../../tensors/badInput';

/** Which rows a map is fitted to; the others are held out. */
export type Split =
  /** Rows from `first` to before `end`. */
  | { readonly first: number; readonly end: number }
  /** A share of all, drawn with a seed. */
  | { readonly share: number; readonly seed: number };

/** For each row 1 where it is fitted to. Throws BadInput where no rows are left on one side. */
export function trainingRows(split: Split, rows: number): Uint8Array {
  const isTraining = new Uint8Array(rows);
  if ('share' in split) {
    const count = Math.round(split.share * rows);
    for (const i of sample(count, rows, randomFrom(split.seed))) isTraining[i] = 1;
  } else isTraining.fill(1, split.first, split.end);
  const count = isTraining.reduce((sum, one) => sum + one, 0);
  if (count < 2 || count === rows)
    throw new BadInput(
      `Of ${rows} rows ${count} are to fit the map and ${rows - count} held out: two and one are needed at least.`,
    );
  return isTraining;
}
