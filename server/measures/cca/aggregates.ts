import type { Detail } from '../../protocol';

/** Squared correlations as close to 1 as this are 1 but for rounding: what 1 - rho^2 divides is not known then. */
const rounding = 1e-9;

/** The classical test statistics of canonical correlations. */
export interface Aggregates {
  /** The sum of rho^2. */
  readonly pillai: number;
  /** Wilks' Lambda, the product of 1 - rho^2: 0 where one of them is 1. */
  readonly lambda: number;
  /** The Lawley-Hotelling trace, the sum of rho^2 / (1 - rho^2); null where one of them is 1. */
  readonly lawley: number | null;
}

/** Pillai's trace, Wilks' Lambda and the Lawley-Hotelling trace of correlations in falling order. */
export function aggregatesOf(correlations: Float64Array): Aggregates {
  let [pillai, lambda, lawley] = [0, 1, 0];
  for (const rho of correlations) {
    const left = (1 - rho) * (1 + rho);
    pillai += rho * rho;
    lambda *= left;
    lawley += (rho * rho) / left;
  }
  const largest = correlations[0] ?? 0;
  return { pillai, lambda, lawley: 1 - largest * largest <= rounding ? null : lawley };
}

/** The same to be told beside a mean. */
export function aggregateDetails({ pillai, lambda, lawley }: Aggregates): readonly Detail[] {
  return [
    { name: 'Pillai trace', value: pillai },
    { name: 'Wilks lambda', value: lambda },
    ...(lawley === null ? [] : [{ name: 'Lawley-Hotelling trace', value: lawley }]),
  ];
}
