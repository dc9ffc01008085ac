import type { Address } from './kernels';
import { type Work, multiplyInPlace } from './product';

/** Rows and columns reduced before the rest of the matrix is brought up to date. */
const panelColumns = 32;

/** Float64 entries the reduction of an n x n matrix needs, by area. */
export function bidiagonalAreas(n: number) {
  const panel = 4 * panelColumns * n;
  return { a: n * n, diagonal: n, next: n, tauColumn: n, tauRow: n, panel, products: 2 * panelColumns };
}

export type BidiagonalAddresses = Record<keyof ReturnType<typeof bidiagonalAreas>, Address>;

/**
 * Reduces the n x n matrix at `a` to upper bidiagonal form B = P^T A Q, left at `diagonal` and `next`. Row c of the
 * n x n area `reflectors`, if there is one, gets the reflector c of Q from column c + 1 on, with its factor at `tauRow`.
 */
export function bidiagonalise(work: Work, n: number, at: BidiagonalAddresses, reflectors?: Address): void {
  const { heap, poll } = work;
  const { a, diagonal, next, tauColumn, tauRow, products } = at;
  const row = 8 * n;
  for (let first = 0; first < n; first += panelColumns) {
    const panel = Math.min(panelColumns, n - first);
    const rows = heap.doubles(at.panel, 4 * panel * n).fill(0);
    for (let i = 0; i < panel; i++) {
      poll();
      const c = first + i;
      heap.kernels.reduceRowAndColumn(
        n,
        c,
        i,
        panel,
        a,
        diagonal,
        next,
        tauColumn,
        tauRow,
        at.panel,
        products,
      );
    }
    if (reflectors !== undefined) {
      heap.doubles(reflectors, n * n).set(rows.subarray(3 * panel * n), first * n);
    }
    const rest = n - first - panel;
    if (rest === 0) return;
    const from = 8 * (first + panel);
    const left = { at: at.panel + from, stride: n, transposed: true };
    const right = { at: at.panel + 2 * panel * row + from, stride: n };
    const corner = { at: a + (first + panel) * row + from, stride: n };
    multiplyInPlace(work, [rest, rest, 2 * panel], -1, left, right, corner);
  }
}
