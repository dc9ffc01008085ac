import { neighbours } from '../preparations/neighbours';
import type { Preparation } from '../prepared';

/**
 * A symmetric sparse matrix by rows: the entries of row i are `values[e]` at column `columns[e]` for e from `starts[i]`
 * to below `starts[i + 1]`, columns ascending.
 */
export interface SparseSymmetric {
  readonly n: number;
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/**
 * S = D^(-1/2) A D^(-1/2), where A joins two instances if one is among the k nearest of the other by Euclidean
 * distance, and D holds the degrees. The normalised Laplacian is I - S. No instance is without a neighbour.
 */
export function normalisedAdjacency(k: number): Preparation<SparseSymmetric> {
  return {
    id: `normalised adjacency ${k}`,
    cost: (n) => ({ operations: 400 * n * k, bytes: 24 * n * k + 8 * n }),
    make: (of) => fromLists(of.get(neighbours(k, 'euclidean')), of.n, k),
  };
}

function fromLists(lists: Uint32Array, n: number, k: number): SparseSymmetric {
  const counts = new Uint32Array(n).fill(k);
  for (const j of lists) counts[j] = (counts[j] ?? 0) + 1;
  const both = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(n);
  const add = (row: number, column: number): void => {
    const at = filled[row] ?? 0;
    const entries = both[row];
    if (entries !== undefined) entries[at] = column;
    filled[row] = at + 1;
  };
  lists.forEach((j, at) => {
    const i = Math.floor(at / k);
    add(i, j);
    add(j, i);
  });
  // Two that are each among the other's nearest were entered twice.
  const rows = both.map((entries) => entries.sort().filter((column, at) => column !== entries[at - 1]));
  const starts = new Uint32Array(n + 1);
  rows.forEach((row, i) => (starts[i + 1] = (starts[i] ?? 0) + row.length));
  const columns = new Uint32Array(starts[n] ?? 0);
  rows.forEach((row, i) => {
    columns.set(row, starts[i]);
  });
  const values = new Float64Array(columns.length);
  for (let i = 0; i < n; i++) {
    const degree = rows[i]?.length ?? 0;
    for (let e = starts[i] ?? 0; e < (starts[i + 1] ?? 0); e++) {
      values[e] = 1 / Math.sqrt(degree * (rows[columns[e] ?? 0]?.length ?? 0));
    }
  }
  return { n, starts, columns, values };
}
