import { none, ok, type Outcome } from '../measure';

/** Why the spread is defined for three models or more. */
export const whyThree = 'for two models it is 1/2 whatever they hold';

/**
 * Over a set of at least three models, for each instance the standard deviation of its values divided by their range, and the mean of
 * that over instances. An instance on which all models agree counts as 0. `left` are instances without value, left out.
 *
 * @param values one list for each model, a number for each instance
 */
export function spreadOverModels(
  values: readonly Float64Array[],
  what: string,
  left: ReadonlySet<number> = new Set(),
): Outcome {
  const n = values[0]?.length ?? 0;
  let [sum, agreeing] = [0, 0];
  const perInstance = Array.from({ length: n }, (_, i) => {
    if (left.has(i)) return 0;
    const here = values.map((list) => list[i] ?? 0);
    const [low, high] = [Math.min(...here), Math.max(...here)];
    if (high === low) {
      agreeing++;
      return 0;
    }
    // In units of the range, so that no square vanishes or overflows.
    const shares = here.map((value) => (value - low) / (high - low));
    const mean = shares.reduce((total, share) => total + share, 0) / shares.length;
    const variance = shares.reduce((total, share) => total + (share - mean) ** 2, 0) / shares.length;
    sum += Math.sqrt(variance);
    return Math.sqrt(variance);
  });
  const counted = n - left.size;
  if (counted === 0) return none('degenerate', `No instance has a ${what} in all models.`);
  const notes = [
    ...(agreeing > 0 ? [`All models have the same ${what} on ${agreeing} instances: counted as 0.`] : []),
    ...(left.size > 0 ? [`${left.size} instances have no ${what} in some model: they are left out.`] : []),
  ];
  return ok(sum / counted, { perInstance, notes });
}
