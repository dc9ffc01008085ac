import type { Preparation } from '../prepared';
import { shifted } from '../preparations/shifted';

/**
 * The distance of every row from the mean row, in the unit of the shifted matrix. With x the rows of it and s their sum
 * its square is (n x.x - 2 x.s) / n + s.s / n^2: of whole numbers the first part is one too, so that rows equally far
 * out have equal distances. The origin of the shifted matrix is so near the mean that no digits are lost.
 */
export const radii: Preparation<Float64Array> = {
  id: 'radii',
  cost: (n, d) => ({ operations: 20 * n * d, bytes: 8 * n }),
  make: (of) => {
    const { rows, cols, data } = of.get(shifted);
    const sums = new Float64Array(cols);
    for (let i = 0, at = 0; i < rows; i++) {
      if (i % 64 === 0) of.engine.poll();
      for (let j = 0; j < cols; j++, at++) sums[j] = (sums[j] ?? 0) + (data[at] ?? 0);
    }
    const constant = sums.reduce((sum, value) => sum + (value / rows) ** 2, 0);
    return Float64Array.from({ length: rows }, (_, i) => {
      if (i % 64 === 0) of.engine.poll();
      let [squares, product] = [0, 0];
      for (let j = 0, at = i * cols; j < cols; j++, at++) {
        const value = data[at] ?? 0;
        squares += value * value;
        product += value * (sums[j] ?? 0);
      }
      return Math.sqrt(Math.max(0, (rows * squares - 2 * product) / rows + constant));
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
