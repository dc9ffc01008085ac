import { pathOf, spanningTree } from './spanningTree';

/** A disc whose rim is a loop of a graph. */
export interface Cell {
  /** The size at which the loop closes. */
  readonly value: number;
  /** Its edges, as numbers. */
  readonly rim: readonly number[];
}

/**
 * Discs for loops of the graph with edges of length fill(u, v) <= s that, with the triangles of its edges, fill all of
 * its loops at every s up to the radius: for each edge outside the minimum spanning tree the edge and the path in the
 * tree. An edge that closes a triangle with two earlier ones needs none: triangle and earlier discs fill its loop.
 */
export function loopCells(n: number, fill: Float64Array, radius: number, poll: () => void): readonly Cell[] {
  const tree = spanningTree(n, fill, poll);
  const cells: Cell[] = [];
  for (let u = 1; u < n; u++) {
    poll();
    for (let v = 0; v < u; v++) {
      const value = fill[u * n + v] ?? 0;
      if (value > radius || tree.parents[u] === v || tree.parents[v] === u) continue;
      if (closesTriangle(n, fill, u, v)) continue;
      cells.push({ value, rim: [u * n + v, ...pathOf(n, tree, u, v)] });
    }
  }
  return cells;
}

/** Is there a vertex whose edges to u and v, u > v, both come before uv by length, then number? */
function closesTriangle(n: number, fill: Float64Array, u: number, v: number): boolean {
  const length = fill[u * n + v] ?? 0;
  const [rowU, rowV] = [u * n, v * n];
  for (let w = 0; w < n; w++) {
    const a = fill[rowU + w] ?? 0;
    if (a > length) continue;
    const b = fill[rowV + w] ?? 0;
    if (b > length || w === u || w === v) continue;
    // The edge uw comes before uv if w < v, and never if w > u; vw comes before if w < u.
    if ((a < length || w < v) && (b < length || w < u)) return true;
  }
  return false;
}
