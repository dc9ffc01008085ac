import type { AnyMatrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { magnitude } from './magnitude';

/** The values divided by `magnitude.scale`: the representation's own matrix unless its numbers are extreme. */
export const scaled: Preparation<AnyMatrix> = {
  id: 'scaled',
  // Numbers that need scaling are rare: ordinary ones are neither copied nor touched.
  cost: () => ({ operations: 0, bytes: 0 }),
  make: (of) => {
    const { values } = of.representation;
    const { scale } = of.get(magnitude);
    if (scale === 1) return values;
    return {
      rows: values.rows,
      cols: values.cols,
      data: Float64Array.from(values.data, (value) => value / scale),
    };
  },
};
