/** A tree on the vertices 0 to n - 1 with root 0. */
export interface Tree {
  /** Of the root: -1. */
  readonly parents: Int32Array;
  /** Edges from the root. */
  readonly depths: Int32Array;
  /** The sum over the edges. */
  readonly length: number;
}

/**
 * The minimum spanning tree of a complete graph with n x n lengths (Prim, without a queue). Edges of equal length are
 * ordered by `edgeOf`, so that there is only one.
 */
export function spanningTree(n: number, lengths: Float64Array, poll: () => void): Tree {
  const parents = new Int32Array(n).fill(-1);
  const depths = new Int32Array(n);
  const reach = new Float64Array(n).fill(Infinity);
  const done = new Uint8Array(n);
  let length = 0;
  let latest = 0;
  for (let count = 1; count < n; count++) {
    if (count % 64 === 0) poll();
    done[latest] = 1;
    let nearest = -1;
    for (let v = 0; v < n; v++) {
      if (done[v] === 1) continue;
      const step = lengths[latest * n + v] ?? 0;
      const before = reach[v] ?? 0;
      const parent = parents[v] ?? 0;
      if (step < before || (step === before && (parent < 0 || edgeOf(n, latest, v) < edgeOf(n, parent, v)))) {
        reach[v] = step;
        parents[v] = latest;
      }
      if (nearest < 0) nearest = v;
      else {
        const [a, b] = [reach[v] ?? 0, reach[nearest] ?? 0];
        if (a > b) continue;
        if (a < b || edgeOf(n, parents[v] ?? 0, v) < edgeOf(n, parents[nearest] ?? 0, nearest)) nearest = v;
      }
    }
    length += reach[nearest] ?? 0;
    depths[nearest] = (depths[parents[nearest] ?? 0] ?? 0) + 1;
    latest = nearest;
  }
  return { parents, depths, length };
}

/** An edge as a number: the larger vertex times n plus the smaller one. */
export function edgeOf(n: number, u: number, v: number): number {
  return u > v ? u * n + v : v * n + u;
}

/** The edges between two vertices of a tree, as numbers. */
export function pathOf(n: number, { parents, depths }: Tree, u: number, v: number): number[] {
  const path: number[] = [];
  let [from, to] = [u, v];
  while (from !== to) {
    if ((depths[from] ?? 0) < (depths[to] ?? 0)) [from, to] = [to, from];
    const parent = parents[from] ?? 0;
    path.push(edgeOf(n, from, parent));
    from = parent;
  }
  return path;
}
