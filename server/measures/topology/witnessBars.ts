import { ColumnHeap } from './columnHeap';
import { spanningTree } from './spanningTree';
import type { WitnessComplex } from './witnessComplex';

/**
 * The bars of positive length of the loops of a witness complex as births and deaths in turn; Infinity for loops that
 * are never filled. Persistent cohomology over Z/2, as in `loopBars`, but of a complex whose triangles have sizes of
 * their own; with a few dozen vertices the columns need no windows.
 *
 * A triangle is the number (its latest edge) count + the landmark opposite to that. With triangles of one size in this
 * order, an edge that appears together with a triangle of earlier edges has one of those as its first coface: the two
 * cancel, and the cofaces of the edge are asked for only if a column meets that triangle.
 */
export function witnessBars(complex: WitnessComplex, poll: () => void): number[] {
  const { count, edges } = complex;
  const heap = new ColumnHeap();
  const bars: number[] = [];
  const columns = new Map<number, Uint32Array>();
  const isLater = (e: number, f: number): boolean => {
    const a = edges[e] ?? 0;
    const b = edges[f] ?? 0;
    return a > b || (a === b && e > f);
  };
  const edgeOf = (a: number, b: number): number => (a > b ? a * count + b : b * count + a);
  const triangleOf = (edge: number, w: number): number => {
    const u = Math.floor(edge / count);
    const v = edge % count;
    const uw = edgeOf(u, w);
    const vw = edgeOf(v, w);
    if (isLater(uw, edge)) return isLater(vw, uw) ? vw * count + u : uw * count + v;
    return isLater(vw, edge) ? vw * count + u : edge * count + w;
  };
  const record = (edge: number, death: number): void => {
    const birth = edges[edge] ?? 0;
    if (death > birth) bars.push(birth, death);
  };
  const firstOf = (edge: number): { value: number; triangle: number } => {
    const row = complex.cofaces(edge);
    let [value, triangle] = [Infinity, Infinity];
    for (let w = 0; w < count; w++) {
      const size = row[w] ?? 0;
      if (size < value) [value, triangle] = [size, triangleOf(edge, w)];
      else if (size === value && size < Infinity) triangle = Math.min(triangle, triangleOf(edge, w));
    }
    return { value, triangle };
  };
  const pushAll = (edge: number): void => {
    const row = complex.cofaces(edge);
    for (let w = 0; w < count; w++) {
      const size = row[w] ?? 0;
      if (size < Infinity) heap.push(size, triangleOf(edge, w));
    }
  };
  // By edge: the first coface where the edge is the latest of it, so that they cancel without a column; -1: not sought.
  const cancelled = new Float64Array(count * count).fill(NaN);
  const apparentEdge = (triangle: number, value: number): number => {
    const edge = Math.floor(triangle / count);
    if (cancelled[edge] === -1 && value === edges[edge]) cancelled[edge] = firstOf(edge).triangle;
    return cancelled[edge] === triangle ? edge : -1;
  };

  const { parents } = spanningTree(count, edges, poll);
  const rest: { readonly edge: number; readonly value: number; readonly triangle: number }[] = [];
  for (let u = 1; u < count; u++) {
    for (let v = 0; v < u; v++) {
      const edge = u * count + v;
      if (edges[edge] === Infinity || parents[u] === v || parents[v] === u) continue;
      if (complex.isFilledAtOnce(edge, isLater)) {
        cancelled[edge] = -1;
        continue;
      }
      const { value, triangle } = firstOf(edge);
      if (Math.floor(triangle / count) === edge) {
        cancelled[edge] = triangle;
        record(edge, value);
      } else if (value === Infinity) record(edge, Infinity);
      else rest.push({ edge, value, triangle });
    }
    poll();
  }
  rest.sort((p, q) => (isLater(p.edge, q.edge) ? -1 : 1));
  // The edges summed in a column over Z/2, and those that were in it at any time.
  const isOdd = new Uint8Array(count * count);
  for (const { edge, value, triangle } of rest) {
    poll();
    if (!columns.has(triangle) && apparentEdge(triangle, value) < 0) {
      columns.set(triangle, Uint32Array.of(edge));
      record(edge, value);
      continue;
    }
    heap.clear();
    const touched = new Set<number>();
    let column: Iterable<number> = [edge];
    for (;;) {
      for (const other of column) {
        isOdd[other] = 1 - (isOdd[other] ?? 0);
        touched.add(other);
        pushAll(other);
      }
      if (!heap.pivot()) {
        record(edge, Infinity);
        break;
      }
      const known = columns.get(heap.face);
      const sight = known === undefined ? apparentEdge(heap.face, heap.value) : -1;
      if (known === undefined && sight < 0) {
        columns.set(heap.face, Uint32Array.from([...touched].filter((other) => isOdd[other] === 1)));
        record(edge, heap.value);
        break;
      }
      column = known ?? [sight];
    }
    for (const other of touched) isOdd[other] = 0;
  }
  return bars;
}
