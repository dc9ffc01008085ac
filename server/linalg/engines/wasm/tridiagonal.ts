import type { Address } from './kernels';
import { type Work, multiplyInPlace } from './product';

/** Columns reduced before the rest of the matrix is brought up to date. */
const panelColumns = 32;

/** Float64 entries the reduction of an n x n matrix needs, by area. */
export function tridiagonalAreas(n: number) {
  return { a: n * n, diagonal: n, next: n, tau: n, panel: 3 * panelColumns * n, products: 2 * panelColumns };
}

export type TridiagonalAddresses = Record<keyof ReturnType<typeof tridiagonalAreas>, Address>;

/**
 * Reduces the symmetric n x n matrix at `a` (upper triangle read) to tridiagonal form T = Q^T A Q. T is left at
 * `diagonal` and `next`; row c of `a` keeps reflector c from column c + 1 on, with its factor at `tau`.
 */
export function tridiagonalise(work: Work, n: number, at: TridiagonalAddresses): void {
  const { heap, poll } = work;
  const row = 8 * n;
  for (let first = 0; first < n; first += panelColumns) {
    const panel = Math.min(panelColumns, n - first);
    const w = at.panel + panel * row;
    for (let i = 0; i < panel; i++) {
      poll();
      const c = first + i;
      heap.kernels.tridiagonaliseColumn(
        n,
        c,
        i,
        at.a,
        at.diagonal,
        at.next,
        at.tau,
        at.panel,
        w,
        at.products,
      );
    }
    const rest = n - first - panel;
    if (rest === 0) return;
    // [V; W]^T [W; V] in one product: the rows of V are needed once more behind those of W.
    const rows = heap.doubles(at.panel, 3 * panel * n);
    rows.copyWithin(2 * panel * n, 0, panel * n);
    const from = 8 * (first + panel);
    const corner = { at: at.a + (first + panel) * row + from, stride: n };
    const left = { at: at.panel + from, stride: n, transposed: true };
    multiplyInPlace(work, [rest, rest, 2 * panel], -1, left, { at: w + from, stride: n }, corner, true);
  }
}
