import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { magnitude } from './magnitude';

/** Does any column vary by more than the rounding of its values? Read from the centred or from the shifted matrix. */
function varies(from: Preparation<Matrix>): Preparation<boolean> {
  return {
    id: `varies ${from.id}`,
    cost: (n, d) => ({ operations: n * d, bytes: 0 }),
    make: (of) => {
      const { largest, scale } = of.get(magnitude);
      const rounding = 4 * Number.EPSILON * (largest / scale);
      return of.get(from).data.some((value) => Math.abs(value) > rounding);
    },
  };
}

/**
 * The sentence for a pair of which one input has only constant columns; null when both vary. `from`: whichever of the
 * centred and the shifted matrix is there.
 */
export function constantReason(x: Prepared, y: Prepared, from: Preparation<Matrix> = centred): string | null {
  if (!x.get(varies(from))) return sentence('first');
  if (!y.get(varies(from))) return sentence('second');
  return null;
}

function sentence(which: string): string {
  return `All instances of the ${which} input are the same: there is no variation to compare.`;
}
