/** What remains of the rank-one update after the eigenvalues that it does not change have been set aside. */
export interface Deflation {
  /** Rows that take part, ascending in d. */
  readonly kept: readonly number[];
  readonly deflated: readonly number[];
  /** By row, the halves it has nonzero entries in: 1 the upper, 2 the lower, 3 both. */
  readonly sides: Uint8Array;
}

/**
 * Deflation in D + rho z z^T: rows with a negligible z_i, and, after a rotation that makes one of them negligible, of
 * rows with nearly equal d. Changes d and z accordingly; `rotate` (i, j, c, s) makes row i c row(i) + s row(j) and row j
 * c row(j) - s row(i). `above` and `below`: the rows of the two halves, ascending in d; rows from `middle` on are below.
 */
export function deflate(
  d: Float64Array,
  z: Float64Array,
  rho: number,
  middle: number,
  above: Int32Array,
  below: Int32Array,
  rotate: (i: number, j: number, c: number, s: number) => void,
): Deflation {
  const rows = mergeSorted(d, above, below);
  let largest = 0;
  for (const i of rows) largest = Math.max(largest, Math.abs(d[i] ?? 0), Math.abs(z[i] ?? 0));
  const tolerance = 4 * Number.EPSILON * largest;
  const sides = new Uint8Array(d.length);
  for (const i of rows) sides[i] = i < middle ? 1 : 2;
  const kept: number[] = [];
  const deflated: number[] = [];
  let previous = -1;
  for (const i of rows) {
    const zi = z[i] ?? 0;
    if (rho * Math.abs(zi) <= tolerance) {
      deflated.push(i);
      continue;
    }
    if (previous >= 0) {
      const zp = z[previous] ?? 0;
      const length = Math.hypot(zi, zp);
      const c = zi / length;
      const s = -zp / length;
      const di = d[i] ?? 0;
      const dp = d[previous] ?? 0;
      if (Math.abs((di - dp) * c * s) <= tolerance) {
        z[i] = length;
        z[previous] = 0;
        sides[i] = (sides[i] ?? 0) | (sides[previous] ?? 0);
        d[previous] = dp * c * c + di * s * s;
        d[i] = dp * s * s + di * c * c;
        rotate(previous, i, c, s);
        deflated.push(previous);
      } else kept.push(previous);
    }
    previous = i;
  }
  if (previous >= 0) kept.push(previous);
  return { kept, deflated, sides };
}

function mergeSorted(d: Float64Array, a: Int32Array, b: Int32Array): number[] {
  const merged: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    if (y === undefined || (x !== undefined && (d[x] ?? 0) <= (d[y] ?? 0))) {
      merged.push(x ?? 0);
      i++;
    } else {
      merged.push(y);
      j++;
    }
  }
  return merged;
}
