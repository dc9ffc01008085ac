import { ColumnHeap } from './columnHeap';
import { spanningTree } from './spanningTree';
import type { WitnessComplex } from './witnessComplex';

/**
 * The bars of positive length of the loops of a witness complex as births and deaths in turn; Infinity for loops that
 * are never filled. Persistent cohomology over Z/2, as in `loopBars`, but of a complex whose triangles have sizes of
 * their own; with a few dozen vertices the columns need no windows.
 */
export function witnessBars(complex: WitnessComplex, poll: () => void): number[] {
  const { count, edges, triangles } = complex;
  const heap = new ColumnHeap();
  const bars: number[] = [];
  const columns = new Map<number, Uint32Array>();
  const firsts = new Float64Array(count * count).fill(-1);
  const apparent = new Uint8Array(count * count);
  const later = (e: number, f: number): boolean => {
    const [a, b] = [edges[e] ?? 0, edges[f] ?? 0];
    return a > b || (a === b && e > f);
  };
  const lastEdge = (triangle: number): number => {
    const [ab, c] = [Math.floor(triangle / count), triangle % count];
    const ac = Math.floor(ab / count) * count + c;
    const bc = (ab % count) * count + c;
    const last = later(ac, ab) ? ac : ab;
    return later(bc, last) ? bc : last;
  };
  const forEachTriangle = (edge: number, visit: (value: number, triangle: number) => void): void => {
    const [u, v] = [Math.floor(edge / count), edge % count];
    for (let w = 0; w < count; w++) {
      if (w === u || w === v) continue;
      let triangle = (u * count + v) * count + w;
      if (w > u) triangle = (w * count + u) * count + v;
      else if (w > v) triangle = (u * count + w) * count + v;
      const value = triangles[triangle] ?? Infinity;
      if (value < Infinity) visit(value, triangle);
    }
  };
  const record = (edge: number, death: number): void => {
    const birth = edges[edge] ?? 0;
    if (death > birth) bars.push(birth, death);
  };
  const apparentEdge = (triangle: number): number => {
    const edge = lastEdge(triangle);
    return apparent[edge] === 1 && firsts[edge] === triangle ? edge : -1;
  };

  const { parents } = spanningTree(count, edges, poll);
  const rest: number[] = [];
  for (let u = 1; u < count; u++) {
    for (let v = 0; v < u; v++) {
      const edge = u * count + v;
      if (edges[edge] === Infinity || parents[u] === v || parents[v] === u) continue;
      let [best, first] = [Infinity, -1];
      forEachTriangle(edge, (value, triangle) => {
        if (value < best) [best, first] = [value, triangle];
      });
      firsts[edge] = first;
      if (first >= 0 && lastEdge(first) === edge) {
        apparent[edge] = 1;
        record(edge, best);
      } else rest.push(edge);
    }
  }
  rest.sort((e, f) => (later(e, f) ? -1 : 1));
  for (const edge of rest) {
    poll();
    heap.clear();
    const summed = new Set<number>();
    let column: Iterable<number> = [edge];
    for (;;) {
      for (const other of column) {
        if (!summed.delete(other)) summed.add(other);
        forEachTriangle(other, (value, triangle) => {
          heap.push(value, triangle);
        });
      }
      if (!heap.pivot()) {
        record(edge, Infinity);
        break;
      }
      const known = columns.get(heap.face);
      const sight = known === undefined ? apparentEdge(heap.face) : -1;
      if (known === undefined && sight < 0) {
        columns.set(heap.face, Uint32Array.from(summed));
        record(edge, heap.value);
        break;
      }
      column = known ?? [sight];
    }
  }
  return bars;
}
