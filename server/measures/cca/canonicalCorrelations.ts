import type { Detail } from '../../protocol';
import type { Cost } from '../measure';
import { basisOf } from '../preparations/basis';
import type { Basis } from '../preparations/spectrum';
import type { Preparation, Prepared } from '../prepared';

/** The orthonormal bases of the centred columns. */
export const basis = basisOf(true);

/** The cross product, which must be whitened on both sides, and the singular values of that small matrix. */
export function pairCost(n: number, d: number, e: number): Cost {
  const r = Math.min(n, d);
  const q = Math.min(n, e);
  return { operations: 2 * n * r * q + 2 * r * q * (r + q) + 4 * r * q * Math.min(r, q), bytes: 24 * r * q };
}

/** The ranks and the tolerances they were found with. */
export function rankDetails(x: Prepared, y: Prepared, of: Preparation<Basis> = basis): readonly Detail[] {
  return [
    { name: 'rank of the first input', value: x.get(of).rank },
    { name: 'rank of the second input', value: y.get(of).rank },
    { name: 'rank tolerance of the first input', value: x.get(of).tolerance },
    { name: 'rank tolerance of the second input', value: y.get(of).tolerance },
  ];
}

/** What was found about the ranks, worth telling with every score of the family. */
export function rankNotes(x: Prepared, y: Prepared, of: Preparation<Basis> = basis): string[] {
  const notes: string[] = [];
  for (const [which, input] of [
    ['First', x],
    ['Second', y],
  ] as const) {
    const { rank, tolerance } = input.get(of);
    const full = Math.min(input.n - 1, input.d);
    if (rank < full) {
      notes.push(
        `${which} input has rank ${rank} of ${full}: singular values up to ${tolerance.toPrecision(2)} ` +
          'of the largest count as zero, and the score depends on that.',
      );
    }
  }
  return notes;
}

/**
 * Why the canonical correlations are all 1 for any data: the wider input then spans every centred direction that n
 * rows have, so that the other lies within its span. Null when there are rows enough.
 */
export function spansEverything(n: number, d: number, e: number): string | null {
  const widest = Math.max(d, e);
  return n - 1 > widest
    ? null
    : `needs more rows than columns: ${n} rows and ${widest} columns give correlations of 1 for any data`;
}

/** The mean of squared canonical correlations that unrelated subspaces of these ranks have: max(r, q) / (n - 1). */
export function chanceSquared(x: Basis, y: Basis, n: number): number {
  return Math.min(1, Math.max(x.rank, y.rank) / (n - 1));
}

/** The note for ranks that leave the correlations no choice, which widths alone do not tell. */
export function spanNotes(x: Basis, y: Basis, n: number): string[] {
  if (Math.max(x.rank, y.rank) < n - 1) return [];
  return [
    'One input spans every direction that this many rows have: all correlations are 1 whatever the other holds.',
  ];
}
