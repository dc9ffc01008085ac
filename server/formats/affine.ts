import type { Place } from './place';

/** Integers that stand for numbers: q x scale + min, computed in float64 and rounded to float32. */
export function affine(integers: Place, scale: number, min: number): Place {
  return {
    read: async (first, count) => {
      const stored = await integers.read(first, count);
      const values = new Float32Array(stored.length);
      for (let i = 0; i < stored.length; i++) values[i] = (stored[i] ?? NaN) * scale + min;
      return values;
    },
  };
}

/** The same for numbers that were integers: rounded to the nearest, halves up. */
export function affineIntegers(integers: Place, scale: number, min: number): Place {
  return {
    read: async (first, count) => {
      const stored = await integers.read(first, count);
      return Float64Array.from(stored, (q) => Math.round(q * scale + min));
    },
  };
}
