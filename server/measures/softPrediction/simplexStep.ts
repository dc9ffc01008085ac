/** Added to the curvature, relative to its mean: where rows are the same it is singular, and nothing hangs on the step. */
const ridge = 1e-12;

/**
 * Newton's step for the weights w of a mixture: the change s, of sum 0, that maximises D·s − s'As / 2 over the rows that
 * have weight or deserve some. Rows without weight never lose any.
 * @param slopes D: the derivatives by the weights
 * @param reached a row whose slope is larger deserves weight
 * @param curvature A, m x m
 */
export function simplexStep(
  weights: Float64Array,
  slopes: Float64Array,
  reached: number,
  curvature: Float64Array,
): Float64Array {
  const m = weights.length;
  let free = [...weights.keys()].filter((j) => (weights[j] ?? 0) > 0 || (slopes[j] ?? 0) > reached);
  for (;;) {
    const solved = stepOf(free, slopes, curvature, m);
    const step = new Float64Array(m);
    free.forEach((j, at) => (step[j] = solved[at] ?? 0));
    const kept = free.filter((j) => (weights[j] ?? 0) > 0 || (step[j] ?? 0) >= 0);
    if (kept.length === free.length) return step;
    free = kept;
  }
}

/** A s = D − λ, with the λ for which s sums to 0. */
function stepOf(
  free: readonly number[],
  slopes: Float64Array,
  curvature: Float64Array,
  m: number,
): Float64Array {
  const k = free.length;
  const mean = free.reduce((sum, j) => sum + (curvature[j * m + j] ?? 0), 0) / k;
  const matrix = new Float64Array(k * k);
  free.forEach((i, row) => {
    free.forEach((j, column) => {
      matrix[row * k + column] = (curvature[i * m + j] ?? 0) + (i === j ? ridge * mean : 0);
    });
  });
  const lower = cholesky(matrix, k);
  const u = solve(
    lower,
    Float64Array.from(free, (j) => slopes[j] ?? 0),
  );
  const v = solve(lower, new Float64Array(k).fill(1));
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const lambda = sum(u) / sum(v);
  return u.map((value, at) => value - lambda * (v[at] ?? 0));
}

/** The lower triangle L of LL' = A; a pivot that rounding leaves at nothing counts as the ridge. */
function cholesky(matrix: Float64Array, k: number): Float64Array {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * k + j] ?? 0;
      for (let p = 0; p < j; p++) sum -= (lower[i * k + p] ?? 0) * (lower[j * k + p] ?? 0);
      if (i > j) lower[i * k + j] = sum / (lower[j * k + j] ?? 1);
      else lower[i * k + i] = Math.sqrt(Math.max(sum, ridge * (matrix[i * k + i] ?? 0)));
    }
  }
  return lower;
}

/** Solves LL'x = b. */
function solve(lower: Float64Array, b: Float64Array): Float64Array {
  const k = b.length;
  const x = b.slice();
  for (let i = 0; i < k; i++) {
    for (let p = 0; p < i; p++) x[i] = (x[i] ?? 0) - (lower[i * k + p] ?? 0) * (x[p] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * k + i] ?? 1);
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let p = i + 1; p < k; p++) x[i] = (x[i] ?? 0) - (lower[p * k + i] ?? 0) * (x[p] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i * k + i] ?? 1);
  }
  return x;
}
