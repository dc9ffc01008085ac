import { centred } from '../preparations/centred';
import type { Preparation } from '../prepared';

/** The distance of every row from the mean row, in the unit of the centred matrix. */
export const radii: Preparation<Float64Array> = {
  id: 'radii',
  cost: (n, d) => ({ operations: 20 * n * d, bytes: 8 * n }),
  make: (of) => {
    const { rows, cols, data } = of.get(centred);
    return Float64Array.from({ length: rows }, (_, i) => {
      let sum = 0;
      for (let at = i * cols; at < (i + 1) * cols; at++) sum += (data[at] ?? 0) ** 2;
      return Math.sqrt(sum);
    });
  },
};

/**
 * The row numbers from the innermost row to the outermost. What is drawn by place in this order does not depend on the
 * order of the rows in the file, nor on rotation, scale and position. Rows equally far out stay in their order.
 */
export const radialOrder: Preparation<Uint32Array> = {
  id: 'radial order',
  cost: (n) => ({ operations: 100 * n * Math.log2(n + 1), bytes: 4 * n }),
  make: (of) => ascending(of.get(radii)),
};

/** The positions of the values from the smallest to the largest, equal ones in their order. */
export function ascending(values: Float64Array): Uint32Array {
  const positions = Uint32Array.from({ length: values.length }, (_, i) => i);
  return positions.sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0) || i - j);
}
