import type { Preparation } from '../prepared';

/** The predicted class of each row: the class given, or that of the largest score, of equal ones that of the lowest column. */
export const predictions: Preparation<Float64Array> = {
  id: 'predictions',
  cost: (n, d) => ({ operations: 60 * n * d, bytes: 8 * n }),
  make: (of) => {
    const { values, meaning, classes } = of.representation;
    const { rows, cols, data } = values;
    if (meaning === 'classes') return Float64Array.from(data);
    const numbers = classes?.numbers;
    return Float64Array.from({ length: rows }, (_, i) => {
      let best = 0;
      for (let c = 1; c < cols; c++) if ((data[i * cols + c] ?? 0) > (data[i * cols + best] ?? 0)) best = c;
      return numbers?.[best] ?? best;
    });
  },
};
