/** Iterations allowed in all, by eigenvalue; about two are usual. */
const mostIterations = 60;

/**
 * All eigenvalues of a symmetric tridiagonal matrix by implicit QL iterations (Dubrulle, Martin and Wilkinson 1968);
 * fewest where the matrix grows from top to bottom.
 * @param d diagonal; overwritten with the eigenvalues, in no particular order
 * @param e e[i] couples i and i + 1, as long as `d`, last entry 0; destroyed
 * @param rotate told about every rotation (i, c, s) of the rows i and i + 1 of the eigenvector matrix (vectors as
 * rows): row i + 1 becomes s row(i) + c row(i + 1), row i becomes c row(i) - s row(i + 1)
 */
export function implicitQl(
  d: Float64Array,
  e: Float64Array,
  poll: () => void,
  rotate?: (i: number, c: number, s: number) => void,
): void {
  const n = d.length;
  const get = (x: Float64Array, i: number): number => x[i] ?? 0;
  let size = 0;
  for (let i = 0; i < n; i++) size = Math.max(size, Math.abs(get(d, i)), Math.abs(get(e, i)));
  // Couplings below the matrix's own rounding errors, or below those of their neighbours.
  const least = (Number.EPSILON / 16) * size;
  const negligible = (i: number): boolean => {
    const coupling = Math.abs(get(e, i));
    return (
      coupling <= least || coupling <= (Number.EPSILON / 2) * (Math.abs(get(d, i)) + Math.abs(get(d, i + 1)))
    );
  };
  let iterations = 0;
  for (let first = 0; first < n; first++) {
    if (first % 16 === 0) poll();
    for (;;) {
      let last = first;
      while (last < n - 1 && !negligible(last)) last++;
      if (last === first) break;
      if (iterations++ > mostIterations * n)
        throw new RangeError('the eigenvalue iteration did not converge');
      let g = (get(d, first + 1) - get(d, first)) / (2 * get(e, first));
      const root = Math.hypot(g, 1);
      g = get(d, last) - get(d, first) + get(e, first) / (g >= 0 ? g + root : g - root);
      let s = 1;
      let c = 1;
      let p = 0;
      let split = false;
      for (let i = last - 1; i >= first; i--) {
        const f = s * get(e, i);
        const b = c * get(e, i);
        const r = hypotenuse(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] = get(d, i + 1) - p;
          e[last] = 0;
          split = true;
          break;
        }
        s = f / r;
        c = g / r;
        g = get(d, i + 1) - p;
        const t = (get(d, i) - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        rotate?.(i, c, s);
      }
      if (split) continue;
      d[first] = get(d, first) - p;
      e[first] = g;
      e[last] = 0;
    }
  }
}

/** sqrt(a^2 + b^2); the slow way only where the squares leave the range of normal numbers. */
export function hypotenuse(a: number, b: number): number {
  const squares = a * a + b * b;
  return squares > 1e-290 && squares < 1e290 ? Math.sqrt(squares) : Math.hypot(a, b);
}
