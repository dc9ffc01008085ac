import type { Matrix } from './matrix';

/**
 * The rows made orthonormal one after the other, each against all before it, twice ("twice is enough", Giraud and
 * Langou 2003). A row that depends on those before it is replaced by a direction they leave free. rows <= cols.
 */
export function gramSchmidt(m: Matrix, poll: () => void): Matrix {
  const { rows, cols } = m;
  const data = m.data.slice();
  const row = (i: number): Float64Array => data.subarray(i * cols, (i + 1) * cols);
  for (let i = 0; i < rows; i++) {
    poll();
    const v = row(i);
    const before = Array.from({ length: i }, (_, j) => row(j));
    normalise(v);
    if (!project(v, before)) {
      v.fill(0);
      v[freestAxis(before, cols)] = 1;
      project(v, before);
    }
  }
  return { rows, cols, data };
}

/** Removes the components along the given unit vectors and normalises; false where nothing but rounding is left. */
function project(v: Float64Array, from: readonly Float64Array[]): boolean {
  let left = 1;
  for (let pass = 0; pass < 2; pass++) {
    for (const u of from) {
      const overlap = dot(u, v);
      for (let k = 0; k < v.length; k++) v[k] = (v[k] ?? 0) - overlap * (u[k] ?? 0);
    }
    left *= normalise(v);
  }
  return left > 1e-3 / v.length;
}

/** The coordinate axis with the largest part outside the span of the unit vectors. */
function freestAxis(of: readonly Float64Array[], length: number): number {
  const inside = new Float64Array(length);
  for (const u of of) u.forEach((x, k) => (inside[k] = (inside[k] ?? 0) + x * x));
  return inside.indexOf(Math.min(...inside));
}

function normalise(v: Float64Array): number {
  const norm = Math.sqrt(dot(v, v));
  if (norm > 0) for (let k = 0; k < v.length; k++) v[k] = (v[k] ?? 0) / norm;
  return norm;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}
