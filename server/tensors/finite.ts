/** The number of the first value that is not finite, or -1. */
export function firstNotFinite(values: Float32Array | Float64Array): number {
  // The difference of a finite number and itself is zero, of any other NaN. By index: an iterator takes several times as long.
  let sum = 0;
  const { length } = values;
  for (let i = 0; i < length; i++) sum += (values[i] ?? 0) - (values[i] ?? 0);
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
