import { ColumnHeap } from './columnHeap';
import { loopCells, type Cell } from './loopCells';
import { spanningTree } from './spanningTree';

/** Where classes of a growing complex are born and where they die. */
export interface Bars {
  readonly births: readonly number[];
  readonly deaths: readonly number[];
}

/** Faces are looked at in windows of growing width; the first is this share of the radius. */
const firstStep = 0.02;

/**
 * The bars of positive length of the loops in the Vietoris-Rips complex of `near` that are not loops in that of `fill`:
 * of the cokernel of H1(fill) -> H1(near). Both are n x n, symmetric, zero on the diagonal, and near <= fill. Without
 * `fill` all loops count: dimension 1 of the Vietoris-Rips persistence of `near`.
 *
 * Persistent cohomology over Z/2 (de Silva, Morozov, Vejdemo-Johansson 2011) as Ripser does it (Bauer 2021): edges are
 * the columns, triangles and the discs that fill the loops of `fill` are the rows. The matrix is never stored; edges of
 * the minimum spanning tree are left out, since they close no loop; edges whose first face has them as its last edge
 * are paired at sight; all others are reduced from the last to the first. Beyond the radius at which one vertex
 * reaches all others no loop lives. Ties are broken by number. Holds about 20 n^2 bytes, and more as it reduces.
 */
export function loopBars(n: number, near: Float64Array, fill: Float64Array | null, poll: () => void): Bars {
  return new Reduction(n, near, fill, poll).bars();
}

class Reduction {
  readonly #births: number[] = [];
  readonly #deaths: number[] = [];
  readonly #radius: number;
  readonly #cells: readonly Cell[];
  /** The cells whose rims an edge is on. */
  readonly #cellsOf = new Map<number, number[]>();
  /** The last edge on the rim of each cell. */
  readonly #lastOf: readonly number[];
  /** The first face of every edge; 0 where there is none. Triangles are positive numbers, cells negative ones. */
  readonly #first: Float64Array;
  /** 1 where the edge is the last one of its first face. */
  readonly #apparent: Uint8Array;
  /** From a face to the edges whose coboundaries sum to the column with that pivot. */
  readonly #columns = new Map<number, Uint32Array>();
  readonly #heap = new ColumnHeap();

  constructor(
    readonly n: number,
    readonly near: Float64Array,
    fill: Float64Array | null,
    readonly poll: () => void,
  ) {
    this.#first = new Float64Array(n * n);
    this.#apparent = new Uint8Array(n * n);
    this.#radius = enclosingRadius(n, fill ?? near);
    this.#cells = fill === null ? [] : loopCells(n, fill, this.#radius, poll);
    this.#cells.forEach(({ rim }, index) => {
      for (const edge of rim) {
        const list = this.#cellsOf.get(edge);
        if (list === undefined) this.#cellsOf.set(edge, [index]);
        else list.push(index);
      }
    });
    this.#lastOf = this.#cells.map(({ rim }) => {
      return rim.reduce((last, edge) => (this.#order(edge, last) > 0 ? edge : last));
    });
  }

  bars(): Bars {
    const rest = this.#pairAtSight();
    rest.sort((e, f) => this.#order(f, e));
    for (const edge of rest) this.#reduce(edge);
    return { births: this.#births, deaths: this.#deaths };
  }

  #order(e: number, f: number): number {
    return (this.near[e] ?? 0) - (this.near[f] ?? 0) || e - f;
  }

  /** Pairs what can be paired at sight; returns the other edges that close loops. */
  #pairAtSight(): Uint32Array {
    const { n, near } = this;
    const { parents } = spanningTree(n, near, this.poll);
    const rest: number[] = [];
    for (let u = 1; u < n; u++) {
      this.poll();
      for (let v = 0; v < u; v++) {
        const edge = u * n + v;
        if ((near[edge] ?? 0) > this.#radius || parents[u] === v || parents[v] === u) continue;
        const face = this.#firstFace(edge, u, v);
        this.#first[edge] = face;
        if (face !== 0 && this.#lastEdge(face) === edge) {
          this.#apparent[edge] = 1;
          this.#record(edge, this.#value(face));
        } else rest.push(edge);
      }
    }
    return Uint32Array.from(rest);
  }

  /** The first face of uv in the filtration, 0 if there is none within the radius. */
  #firstFace(edge: number, u: number, v: number): number {
    const { n, near } = this;
    const length = near[edge] ?? 0;
    let [best, face] = [Infinity, 0];
    for (const index of this.#cellsOf.get(edge) ?? []) {
      const value = this.#cells[index]?.value ?? 0;
      if (value < best || (value === best && -index - 1 < face)) [best, face] = [value, -index - 1];
    }
    if (best === length) return face;
    let third = -1;
    const [rowU, rowV] = [u * n, v * n];
    for (let w = 0; w < n; w++) {
      if (w === u || w === v) continue;
      const [a, b] = [near[rowU + w] ?? 0, near[rowV + w] ?? 0];
      const longest = a > b ? a : b;
      const value = longest > length ? longest : length;
      if (value < best && value <= this.#radius) {
        [best, third] = [value, w];
        // No triangle of the edge comes before the edge, and of equal ones the first vertex counts.
        if (value === length) break;
      }
    }
    return third < 0 ? face : this.#triangle(u, v, third);
  }

  /** A triangle as a number; of the triangles of an edge the one with the smaller third vertex has the smaller. */
  #triangle(u: number, v: number, w: number): number {
    const { n } = this;
    if (w > u) return (w * n + u) * n + v;
    return w > v ? (u * n + w) * n + v : (u * n + v) * n + w;
  }

  #value(face: number): number {
    if (face < 0) return this.#cells[-face - 1]?.value ?? 0;
    return this.near[this.#lastEdge(face)] ?? 0;
  }

  /** The last edge of a face in the filtration. */
  #lastEdge(face: number): number {
    if (face < 0) return this.#lastOf[-face - 1] ?? 0;
    const { n, near } = this;
    const c = face % n;
    const ab = Math.floor(face / n);
    const [a, b] = [Math.floor(ab / n), ab % n];
    // From the largest number to the smallest: of equal lengths the first of these is the last in the filtration.
    let edge = ab;
    if ((near[a * n + c] ?? 0) > (near[edge] ?? 0)) edge = a * n + c;
    if ((near[b * n + c] ?? 0) > (near[edge] ?? 0)) edge = b * n + c;
    return edge;
  }

  /** The edge that is paired at sight with this face, -1 if none is. */
  #apparentEdge(face: number): number {
    const edge = this.#lastEdge(face);
    return this.#apparent[edge] === 1 && this.#first[edge] === face ? edge : -1;
  }

  #reduce(edge: number): void {
    const first = this.#first[edge] ?? 0;
    if (first !== 0 && !this.#columns.has(first) && this.#apparentEdge(first) < 0) {
      this.#columns.set(first, Uint32Array.of(edge));
      this.#record(edge, this.#value(first));
      return;
    }
    const heap = this.#heap;
    heap.clear();
    const summed = new Set([edge]);
    let step = this.#radius * firstStep;
    let cutoff = Math.min(this.#radius, this.#value(first) + step);
    this.#pushFaces(edge, 0, -Infinity, cutoff);
    for (let rounds = 0; ; rounds++) {
      if (rounds % 64 === 0) this.poll();
      if (!heap.pivot()) {
        if (cutoff === this.#radius) throw new Error('a loop outlives the radius at which all are filled');
        const above = cutoff;
        step *= 1.5;
        cutoff = Math.min(this.#radius, cutoff + step);
        for (const other of summed) this.#pushFaces(other, above, Infinity, cutoff);
        continue;
      }
      const { value, face } = heap;
      let column: Iterable<number> | undefined = this.#columns.get(face);
      if (column === undefined) {
        const apparent = this.#apparentEdge(face);
        if (apparent < 0) {
          this.#columns.set(face, Uint32Array.from(summed));
          this.#record(edge, value);
          return;
        }
        column = [apparent];
      }
      for (const other of column) {
        if (!summed.delete(other)) summed.add(other);
        this.#pushFaces(other, value, face, cutoff);
      }
    }
  }

  /**
   * Puts the faces of an edge into the heap, from the one given by its value and number up to the cutoff. What comes
   * before the pivot cancels among the edges of a column; what comes after the cutoff may never be asked for.
   */
  #pushFaces(edge: number, lowest: number, from: number, cutoff: number): void {
    const { n, near } = this;
    const heap = this.#heap;
    for (const index of this.#cellsOf.get(edge) ?? []) {
      const value = this.#cells[index]?.value ?? 0;
      const face = -index - 1;
      if (value <= cutoff && (value > lowest || (value === lowest && face >= from))) heap.push(value, face);
    }
    const length = near[edge] ?? 0;
    if (length > cutoff) return;
    const u = Math.floor(edge / n);
    const v = edge - u * n;
    const [rowU, rowV] = [u * n, v * n];
    for (let w = 0; w < n; w++) {
      const a = near[rowU + w] ?? 0;
      if (a > cutoff) continue;
      const b = near[rowV + w] ?? 0;
      if (b > cutoff || w === u || w === v) continue;
      const longest = a > b ? a : b;
      const value = longest > length ? longest : length;
      if (value < lowest) continue;
      const face = this.#triangle(u, v, w);
      if (value > lowest || face >= from) heap.push(value, face);
    }
  }

  #record(edge: number, death: number): void {
    const birth = this.near[edge] ?? 0;
    if (death <= birth) return;
    this.#births.push(birth);
    this.#deaths.push(death);
  }
}

/** The smallest radius at which one vertex reaches all others. */
function enclosingRadius(n: number, distances: Float64Array): number {
  let radius = Infinity;
  for (let u = 0; u < n; u++) {
    let farthest = 0;
    for (let v = 0; v < n; v++) farthest = Math.max(farthest, distances[u * n + v] ?? 0);
    radius = Math.min(radius, farthest);
  }
  return radius;
}
