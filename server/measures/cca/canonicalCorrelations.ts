import type { Engine } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';
import type { ThinSvd } from '../../linalg/thinSvd';
import type { Cost } from '../measure';
import { spectrum } from '../preparations/spectrum';
import type { Prepared } from '../prepared';

/** The canonical correlations of two orthonormal bases [n x r] and [n x q], largest first, within [0, 1]. */
export function canonicalCorrelations(engine: Engine, u: Matrix, v: Matrix): Float64Array {
  return engine.singularValues(engine.multiply(u, v, { transposeA: true })).map((rho) => Math.min(1, rho));
}

/** The first k columns of a basis. */
export function leadingColumns(u: Matrix, k: number): Matrix {
  if (k === u.cols) return u;
  const data = new Float64Array(u.rows * k);
  for (let i = 0; i < u.rows; i++) data.set(u.data.subarray(i * u.cols, i * u.cols + k), i * k);
  return { rows: u.rows, cols: k, data };
}

/** The cross product of two bases and the singular values of that small matrix. */
export function pairCost(n: number, d: number, e: number): Cost {
  const r = Math.min(n, d);
  const q = Math.min(n, e);
  return { operations: 2 * n * r * q + 4 * r * q * Math.min(r, q), bytes: 16 * r * q };
}

/** What was found about the ranks, worth telling with every score of the family. */
export function rankNotes(x: Prepared, y: Prepared): string[] {
  const notes: string[] = [];
  for (const [which, input] of [
    ['First', x],
    ['Second', y],
  ] as const) {
    const { rank, tolerance } = input.get(spectrum);
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
    : `needs more rows than columns: ${n} rows and ${widest} columns give 1 for any data`;
}

/** The mean of squared canonical correlations that unrelated subspaces of these ranks have: max(r, q) / (n - 1). */
export function chanceSquared(x: ThinSvd, y: ThinSvd, n: number): number {
  return Math.min(1, Math.max(x.rank, y.rank) / (n - 1));
}

/** The note for ranks that leave the correlations no choice, which widths alone do not tell. */
export function spanNotes(x: ThinSvd, y: ThinSvd, n: number): string[] {
  if (Math.max(x.rank, y.rank) < n - 1) return [];
  return [
    'One input spans every direction that this many rows have: the value is 1 whatever the other holds.',
  ];
}
