/**
 * The relaxed witness complex of landmarks, up to triangles (de Silva and Carlsson 2004, with the relaxation of GUDHI).
 * A witness sees a simplex at the relaxation max(0, d_far - d_out), where d_far is its distance to the farthest vertex
 * of it and d_out to the nearest landmark outside it; a simplex appears at the smallest relaxation of all witnesses, not
 * before its edges. Landmarks are witnesses of themselves, so that all of them are there from the start.
 *
 * Edges are found for all witnesses at once, triangles only for the edges whose `cofaces` are asked for: most edges
 * appear together with a triangle that fills them, which `isFilledAtOnce` tells from the edges alone.
 */
export class WitnessComplex {
  /** Where edges appear, count x count, symmetric; Infinity beyond the largest relaxation. */
  readonly edges: Float64Array;
  /** The witness that sees an edge first, at (larger landmark) count + smaller one. */
  readonly #seers: Int32Array;
  readonly #triangles: Float64Array;
  readonly #found: Uint8Array;
  /** For each witness the landmarks it can see in a simplex, nearest first, and how far they are. */
  readonly #near: Uint8Array;
  readonly #far: Float64Array;
  readonly #kept: Uint8Array;
  /** By witness, of the distances to the landmarks. */
  readonly #firsts: Float64Array;
  readonly #seconds: Float64Array;
  readonly #thirds: Float64Array;
  readonly #lasts: Float64Array;
  #distances: Float64Array = new Float64Array();
  #largest = 0;
  /** All triangles are seen already, as a > b > c at (a count + b) count + c. */
  #areSeen = false;

  /** Room for a complex of at most 128 landmarks and some witnesses, to be filled again and again. */
  constructor(
    readonly count: number,
    readonly witnesses: number,
  ) {
    this.edges = new Float64Array(count ** 2);
    this.#seers = new Int32Array(count ** 2);
    this.#triangles = new Float64Array(count ** 3);
    this.#found = new Uint8Array(count ** 2);
    this.#near = new Uint8Array(witnesses * count);
    this.#far = new Float64Array(witnesses * count);
    this.#kept = new Uint8Array(witnesses);
    this.#firsts = new Float64Array(witnesses);
    this.#seconds = new Float64Array(witnesses);
    this.#thirds = new Float64Array(witnesses);
    this.#lasts = new Float64Array(witnesses);
  }

  /**
   * @param distances of the landmarks to the witnesses, count x witnesses; kept, not copied
   * @param share simplices are kept up to the relaxation of this share of the largest distance. A smaller relaxation
   * may do, from which on there are no loops: where one witness sees all landmarks, its nearest is joined to all
   * others and fills every loop.
   * @param ahead find all triangles now, or only those that are asked for; absent: what is faster
   * @returns that share of the largest distance
   */
  fill(distances: Float64Array, share: number, ahead?: boolean): number {
    this.#distances = distances;
    const { most, leastSpread } = this.#findThirds();
    const largest = share * most;
    this.#largest = Math.min(largest, leastSpread);
    this.#findNear();
    this.#seeEdges();
    this.#found.fill(0);
    this.#areSeen = ahead ?? this.#areTrianglesFew();
    if (this.#areSeen) this.#seeAllTriangles();
    return largest;
  }

  /**
   * Where the triangles of an edge u count + v, u > v, appear, by their third landmark; Infinity for those that do not.
   * The same array for the same edge until the complex is filled again.
   */
  cofaces(edge: number): Float64Array {
    const { count, edges } = this;
    const row = this.#triangles.subarray(edge * count, (edge + 1) * count);
    if (this.#found[edge] === 1) return row;
    this.#found[edge] = 1;
    const [u, v] = [Math.floor(edge / count), edge % count];
    if (this.#areSeen) {
      const triangles = this.#triangles;
      for (let s = v + 1; s < u; s++) row[s] = triangles[(u * count + s) * count + v] ?? 0;
      for (let s = u + 1; s < count; s++) row[s] = triangles[(s * count + u) * count + v] ?? 0;
    } else {
      row.fill(Infinity);
      this.#seeTriangles(u, v, row);
    }
    const own = edges[edge] ?? 0;
    for (let s = 0; s < count; s++) {
      // A triangle can be seen where one of its edges is not.
      const value = Math.max(row[s] ?? 0, own, edges[u * count + s] ?? 0, edges[v * count + s] ?? 0);
      row[s] = value > this.#largest || s === u || s === v ? Infinity : value;
    }
    return row;
  }

  /** Does an edge, later than two others by `isLater`, appear together with the triangle of the three? */
  isFilledAtOnce(edge: number, isLater: (edge: number, other: number) => boolean): boolean {
    const { count, witnesses } = this;
    const [u, v] = [Math.floor(edge / count), edge % count];
    const w = this.#seers[edge] ?? 0;
    const far = Math.max(this.#distances[u * witnesses + w] ?? 0, this.#distances[v * witnesses + w] ?? 0);
    // The witness sees the triangle with any landmark nearer to it no later than the edge.
    const start = w * count;
    const end = start + (this.#kept[w] ?? 0);
    for (let at = start; at < end && (this.#far[at] ?? 0) <= far; at++) {
      const s = this.#near[at] ?? 0;
      if (s === u || s === v) continue;
      const us = u > s ? u * count + s : s * count + u;
      const vs = v > s ? v * count + s : s * count + v;
      if (isLater(edge, us) && isLater(edge, vs)) return true;
    }
    return false;
  }

  /** The distance of each witness to its third nearest landmark; also the largest distance, and the least difference of all of one. */
  #findThirds(): { most: number; leastSpread: number } {
    const { count, witnesses } = this;
    const [distances, firsts, seconds, thirds] = [this.#distances, this.#firsts, this.#seconds, this.#thirds];
    const lasts = this.#lasts.fill(0);
    for (const nearest of [firsts, seconds, thirds]) nearest.fill(Infinity);
    forEachTile(count, witnesses, (l, from, to) => {
      for (let w = from, at = l * witnesses + from; w < to; w++, at++) {
        const distance = distances[at] ?? 0;
        if (distance > (lasts[w] ?? 0)) lasts[w] = distance;
        if (distance >= (thirds[w] ?? 0)) continue;
        const first = firsts[w] ?? 0;
        const second = seconds[w] ?? 0;
        if (distance >= second) thirds[w] = distance;
        else {
          thirds[w] = second;
          seconds[w] = distance < first ? first : distance;
          if (distance < first) firsts[w] = distance;
        }
      }
    });
    let [most, leastSpread] = [0, Infinity];
    for (let w = 0; w < witnesses; w++) {
      const last = lasts[w] ?? 0;
      if (last > most) most = last;
      if (last - (firsts[w] ?? 0) < leastSpread) leastSpread = last - (firsts[w] ?? 0);
    }
    return { most, leastSpread };
  }

  /** The landmark farthest from a witness that it sees in a simplex is within `largest` of the third nearest. */
  #findNear(): void {
    const { count, witnesses } = this;
    const [distances, near, far, kept] = [this.#distances, this.#near, this.#far, this.#kept];
    const [thirds, largest] = [this.#thirds, this.#largest];
    kept.fill(0);
    forEachTile(count, witnesses, (l, first, end) => {
      for (let w = first, from = l * witnesses + first; w < end; w++, from++) {
        const distance = distances[from] ?? 0;
        if (distance > (thirds[w] ?? 0) + largest) continue;
        const start = w * count;
        let at = start + (kept[w] ?? 0);
        for (; at > start && (far[at - 1] ?? 0) > distance; at--) {
          far[at] = far[at - 1] ?? 0;
          near[at] = near[at - 1] ?? 0;
        }
        far[at] = distance;
        near[at] = l;
        kept[w] = (kept[w] ?? 0) + 1;
      }
    });
  }

  /** Are they found sooner than those of the few hundred edges that are asked for? */
  #areTrianglesFew(): boolean {
    let [all, asked] = [0, 0];
    for (const kept of this.#kept) {
      all += kept ** 3 / 6;
      asked += 200 * (3 + kept);
    }
    return all < asked;
  }

  #seeEdges(): void {
    const { count, witnesses, edges } = this;
    const [near, far, seers, largest] = [this.#near, this.#far, this.#seers, this.#largest];
    edges.fill(Infinity);
    for (let w = 0; w < witnesses; w++) {
      const start = w * count;
      const end = start + (this.#kept[w] ?? 0);
      const [first, second] = [far[start] ?? 0, far[start + 1] ?? 0];
      for (let j = start + 1; j < end; j++) {
        const distance = far[j] ?? 0;
        const q = near[j] ?? 0;
        if (distance - second > largest) break;
        // Of edges without the nearest landmark that is the one outside.
        const beyond = distance - first > largest ? start + 1 : j;
        for (let i = start; i < beyond; i++) {
          const p = near[i] ?? 0;
          const edge = p > q ? p * count + q : q * count + p;
          const value = distance - (i === start ? second : first);
          if (value >= (edges[edge] ?? 0)) continue;
          edges[edge] = value;
          seers[edge] = w;
        }
      }
    }
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < a; b++) edges[b * count + a] = edges[a * count + b] ?? Infinity;
    }
  }

  /** The smallest relaxations at which a witness sees the triangles of u and v, by their third landmark. */
  #seeTriangles(u: number, v: number, row: Float64Array): void {
    const { count, witnesses } = this;
    const [distances, near, far, largest] = [this.#distances, this.#near, this.#far, this.#largest];
    for (let w = 0; w < witnesses; w++) {
      const du = distances[u * witnesses + w] ?? 0;
      const dv = distances[v * witnesses + w] ?? 0;
      const farther = du > dv ? du : dv;
      const third = this.#thirds[w] ?? 0;
      if (farther - third > largest) continue;
      const start = w * count;
      const end = start + (this.#kept[w] ?? 0);
      const [first, second] = [far[start] ?? 0, far[start + 1] ?? 0];
      const [nearest, next] = [near[start] ?? 0, near[start + 1] ?? 0];
      const hasNearest = nearest === u || nearest === v;
      const hasNext = next === u || next === v;
      row[nearest] = Math.min(row[nearest] ?? 0, farther - (hasNext ? third : second));
      row[next] = Math.min(row[next] ?? 0, Math.max(farther, second) - (hasNearest ? third : first));
      const outside = !hasNearest ? first : !hasNext ? second : third;
      if (farther - outside > largest) continue;
      for (let at = start + 2; at < end; at++) {
        const distance = far[at] ?? 0;
        const value = (distance > farther ? distance : farther) - outside;
        const s = near[at] ?? 0;
        if (value < (row[s] ?? 0)) row[s] = value;
      }
    }
  }

  /** The smallest relaxations at which a witness sees each triangle: for few landmarks to a witness. */
  #seeAllTriangles(): void {
    const { count, witnesses } = this;
    const [triangles, near, far, largest] = [this.#triangles, this.#near, this.#far, this.#largest];
    triangles.fill(Infinity);
    for (let w = 0; w < witnesses; w++) {
      const start = w * count;
      const end = start + (this.#kept[w] ?? 0);
      const [first, second, third] = [far[start] ?? 0, far[start + 1] ?? 0, far[start + 2] ?? 0];
      for (let k = start + 2; k < end; k++) {
        const distance = far[k] ?? 0;
        const r = near[k] ?? 0;
        for (let i = start; i < k - 1; i++) {
          // The nearest landmarks that are not in the triangle are outside it.
          if (i > start && distance - first > largest) break;
          const p = near[i] ?? 0;
          const high = p > r ? p : r;
          const low = p > r ? r : p;
          for (let j = i + 1; j < k; j++) {
            const value = distance - (i > start ? first : j > start + 1 ? second : third);
            if (value > largest) break;
            const q = near[j] ?? 0;
            const at =
              q > high
                ? (q * count + high) * count + low
                : q > low
                  ? (high * count + q) * count + low
                  : (high * count + low) * count + q;
            if (value < (triangles[at] ?? 0)) triangles[at] = value;
          }
        }
      }
    }
  }
}

/** Witnesses whose numbers stay in the cache while all landmarks pass. */
const tile = 256;

/** Visits each landmark with some witnesses at a time: of every witness the landmarks come in order. */
function forEachTile(
  count: number,
  witnesses: number,
  visit: (landmark: number, from: number, to: number) => void,
): void {
  for (let from = 0; from < witnesses; from += tile) {
    const to = Math.min(witnesses, from + tile);
    for (let l = 0; l < count; l++) visit(l, from, to);
  }
}
