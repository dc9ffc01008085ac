/**
 * The power of two that brings the largest magnitude to about 1, so that squares neither overflow nor vanish and
 * dividing the results by it is exact; 1 for zeros.
 * @throws RangeError when an entry is not a finite number
 */
export function powerOfTwoScale(data: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i] ?? 0);
    if (!(size <= Number.MAX_VALUE)) throw new RangeError(`entry ${i} of the matrix is not finite`);
    if (size > largest) largest = size;
  }
  if (largest === 0) return 1;
  return 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
}

/** Copies `from` into `to`, times `factor`. */
export function copyScaled(from: Float64Array, factor: number, to: Float64Array): void {
  to.set(from);
  if (factor === 1) return;
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) * factor;
}
