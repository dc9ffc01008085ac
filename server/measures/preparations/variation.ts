import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { magnitude } from './magnitude';

/** Does any column vary by more than the rounding of its values? */
const varies: Preparation<boolean> = {
  id: 'varies',
  cost: (n, d) => ({ operations: n * d, bytes: 0 }),
  make: (of) => {
    const { largest, scale } = of.get(magnitude);
    const rounding = 4 * Number.EPSILON * (largest / scale);
    return of.get(centred).data.some((value) => Math.abs(value) > rounding);
  },
};

/** The sentence for a pair of which one input has only constant columns; null when both vary. */
export function constantReason(x: Prepared, y: Prepared): string | null {
  if (!x.get(varies)) return sentence('first');
  if (!y.get(varies)) return sentence('second');
  return null;
}

function sentence(which: string): string {
  return `All instances of the ${which} input are the same: there is no variation to compare.`;
}
