/** For each instance the Jaccard similarity of its two lists of k neighbours: what they share of what they hold. */
export function overlaps(left: Uint32Array, right: Uint32Array, n: number, k: number): number[] {
  const seenBy = new Int32Array(n).fill(-1);
  return Array.from({ length: n }, (_, i) => {
    for (const j of left.subarray(i * k, (i + 1) * k)) seenBy[j] = i;
    let common = 0;
    for (const j of right.subarray(i * k, (i + 1) * k)) if (seenBy[j] === i) common++;
    return common / (2 * k - common);
  });
}

/**
 * For each instance how alike its common neighbours are ranked: the sum of 2 / ((1 + |r - r'|)(r + r')) over the ranks
 * r and r' (from 1) of those in both lists, divided by 1 + 1/2 + ... + 1/K for K of them; 0 where there is none.
 */
export function rankAgreements(left: Uint32Array, right: Uint32Array, n: number, k: number): number[] {
  const seenBy = new Int32Array(n).fill(-1);
  const rankOf = new Uint32Array(n);
  const harmonic = harmonicNumbers(k);
  return Array.from({ length: n }, (_, i) => {
    left.subarray(i * k, (i + 1) * k).forEach((j, at) => {
      seenBy[j] = i;
      rankOf[j] = at + 1;
    });
    let [common, sum] = [0, 0];
    right.subarray(i * k, (i + 1) * k).forEach((j, at) => {
      if (seenBy[j] !== i) return;
      const [r, s] = [rankOf[j] ?? 0, at + 1];
      common++;
      sum += 2 / ((1 + Math.abs(r - s)) * (r + s));
    });
    return common === 0 ? 0 : sum / (harmonic[common] ?? 1);
  });
}

/** The harmonic numbers H_0 = 0 to H_k. */
export function harmonicNumbers(k: number): Float64Array {
  const sums = new Float64Array(k + 1);
  for (let i = 1; i <= k; i++) sums[i] = (sums[i - 1] ?? 0) + 1 / i;
  return sums;
}

/** The mean of 2 / ((1 + |r - s|)(r + s)) over all ranks r and s from 1 to k. */
export function meanTerm(k: number): number {
  // everySecond[t] = 1/t + 1/(t - 2) + ... down to 1 or 2.
  const everySecond = new Float64Array(2 * k + 1);
  for (let t = 1; t <= 2 * k; t++) everySecond[t] = 1 / t + (everySecond[t - 2] ?? 0);
  const between = (from: number, to: number): number => (everySecond[to] ?? 0) - (everySecond[from - 2] ?? 0);
  let sum = 2 * between(2, 2 * k);
  // The sums of ranks that differ by `gap` go from 2 + gap to 2k - gap, each for (r, s) and (s, r).
  for (let gap = 1; gap < k; gap++) sum += (4 / (1 + gap)) * between(2 + gap, 2 * k - gap);
  return sum / (k * k);
}
