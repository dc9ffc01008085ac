import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { magnitude } from './magnitude';

/** Does any column vary by more than the rounding of its values? Read from the centred or from the shifted matrix. */
function varies(from: Preparation<Float64Array | Matrix>): Preparation<boolean> {
  return {
    id: `varies ${from.id}`,
    cost: (n, d) => ({ operations: n * d, bytes: 0 }),
    make: (of) => {
      const { largest, scale } = of.get(magnitude);
      const rounding = 4 * Number.EPSILON * (largest / scale);
      const made = of.get(from);
      const data = made instanceof Float64Array ? made : made.data;
      return data.some((value) => Math.abs(value) > rounding);
    },
  };
}

/**
 * The sentence for a pair of which one input has only constant columns; null when both vary. `from`: whichever of the
 * centred matrix, its numbers and the shifted matrix the measure needs anyway.
 */
export function constantReason(
  x: Prepared,
  y: Prepared,
  from: Preparation<Float64Array | Matrix> = centred,
): string | null {
  if (!x.get(varies(from))) return sentence('first');
  if (!y.get(varies(from))) return sentence('second');
  return null;
}

function sentence(which: string): string {
  return `All instances of the ${which} input are the same: there is no variation to compare.`;
}
