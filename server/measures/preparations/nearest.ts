import { kthSmallest } from './kthSmallest';

/** Longest run that is sorted by insertion. */
const shortRun = 12;

/** Entries of room for the k nearest of each of n rows: once they are full, all but k are dropped. */
export function roomFor(n: number, k: number): number {
  return Math.min(n - 1, k + Math.max(16, k));
}

/** The k nearest of each of n rows. */
export interface NearestRows {
  /** Entries i k to (i + 1) k - 1 are the numbers of the nearest of row i, ascending. */
  readonly who: Uint32Array;
  /** How far they are. */
  readonly far: Float64Array;
  /** The rows that were offered fewer than k within their limit, whose entries are not there. */
  readonly short: readonly number[];
}

/**
 * The k nearest of what is offered to each of n rows. Offers to a row must come in the order of their numbers: then, of
 * equally near ones, the smaller number is kept.
 *
 * What is nearer than the k-th nearest known so far is appended to the row's own list; a full list is cut to its k
 * nearest. This takes a few steps for each offer that is kept, where a heap takes log k.
 */
export class Nearest {
  /** A list for each row, by number, with room for more than k. */
  readonly #far: Float64Array;
  readonly #who: Uint32Array;
  readonly #lengths: Uint32Array;
  /** What an offer must be nearer than to be kept. */
  readonly #limits: Float64Array;
  readonly #room: number;
  readonly #spare: Float64Array;

  /** @param limits how near an offer to a row must be to be kept, if not all should: a guess that saves work */
  constructor(
    private readonly n: number,
    private readonly k: number,
    limits: Float64Array | null = null,
  ) {
    this.#room = roomFor(n, k);
    this.#far = new Float64Array(n * this.#room);
    this.#who = new Uint32Array(n * this.#room);
    this.#lengths = new Uint32Array(n);
    this.#limits = limits ?? new Float64Array(n).fill(Infinity);
    this.#spare = new Float64Array(this.#room);
  }

  /**
   * Offers `row` to all later ones and these to it: entry j of `far` is how far `row` + 1 + j is from it. Rows must
   * come in order.
   */
  offer(row: number, far: Float64Array): void {
    const limits = this.#limits;
    let limit = limits[row] ?? 0;
    for (let j = 0, other = row + 1; j < far.length; j++, other++) {
      const value = far[j] ?? 0;
      if (value < (limits[other] ?? 0)) this.#keep(other, row, value);
      if (value < limit) limit = this.#keep(row, other, value);
    }
  }

  /** What was found. Ends the collecting. */
  rows(poll: () => void): NearestRows {
    const { n, k } = this;
    const [who, far] = [new Uint32Array(n * k), new Float64Array(n * k)];
    const short: number[] = [];
    for (let row = 0; row < n; row++) {
      if (row % 256 === 0) poll();
      const length = this.#lengths[row] ?? 0;
      if (length > k) this.#cut(row);
      if (length < k) short.push(row);
      const start = row * this.#room;
      who.set(this.#who.subarray(start, start + k), row * k);
      far.set(this.#far.subarray(start, start + k), row * k);
    }
    return { who, far, short };
  }

  /** Appends a neighbour; returns what the next must be nearer than. */
  #keep(row: number, who: number, far: number): number {
    const length = this.#lengths[row] ?? 0;
    const at = row * this.#room + length;
    this.#far[at] = far;
    this.#who[at] = who;
    this.#lengths[row] = length + 1;
    return length + 1 === this.#room && this.#room > this.k ? this.#cut(row) : (this.#limits[row] ?? 0);
  }

  /** Drops all but the k nearest, which stay in their order; returns what the next must be nearer than. */
  #cut(row: number): number {
    const [far, who, k] = [this.#far, this.#who, this.k];
    const start = row * this.#room;
    const end = start + (this.#lengths[row] ?? 0);
    const spare = this.#spare.subarray(0, end - start);
    spare.set(far.subarray(start, end));
    const limit = kthSmallest(spare, k);
    let [to, smaller] = [start, 0];
    // Counted, not branched on: see kthSmallest.
    for (let at = start; at < end; at++) {
      const value = far[at] ?? 0;
      far[to] = value;
      who[to] = who[at] ?? 0;
      smaller += Number(value < limit);
      to += Number(value <= limit);
    }
    if (to - start > k) this.#dropLastEqual(start, to, limit, k - smaller);
    this.#lengths[row] = k;
    this.#limits[row] = limit;
    return limit;
  }

  /** Of the values equal to the limit, between `start` and `end`, keeps the first few. */
  #dropLastEqual(start: number, end: number, limit: number, kept: number): void {
    let equal = 0;
    for (let at = start, to = start; at < end; at++) {
      const value = this.#far[at] ?? 0;
      if (value === limit && ++equal > kept) continue;
      this.#far[to] = value;
      this.#who[to++] = this.#who[at] ?? 0;
    }
  }
}

/** Of all rows, given how far one is from each, its nearest: as many as there is room for in `to`. */
export function nearestOf(all: Float64Array, to: Pick<NearestRows, 'who' | 'far'>): void {
  const k = to.who.length;
  const limit = kthSmallest(all.slice(), k);
  const smaller = all.reduce((count, value) => count + Number(value < limit), 0);
  let [at, equal] = [0, 0];
  for (let j = 0; j < all.length; j++) {
    const value = all[j] ?? 0;
    if (value > limit || (value === limit && ++equal > k - smaller)) continue;
    to.who[at] = j;
    to.far[at++] = value;
  }
}

/** The numbers of the k nearest of each row, nearest first, of equally near ones the smaller first. */
export function ranked({ who, far }: NearestRows, k: number, poll: () => void): Uint32Array {
  const lists = new Uint32Array(who.length);
  const positions = new Uint32Array(k);
  const spare = new Uint32Array(k);
  for (let start = 0, row = 0; start < who.length; start += k, row++) {
    if (row % 256 === 0) poll();
    const sorted = sortedPositions(far.subarray(start, start + k), positions, spare);
    for (let at = 0; at < k; at++) lists[start + at] = who[start + (sorted[at] ?? 0)] ?? 0;
  }
  return lists;
}

/** The positions of some values in ascending order, equal ones as they stood: in one of the two arrays given. */
function sortedPositions(values: Float64Array, positions: Uint32Array, spare: Uint32Array): Uint32Array {
  const count = values.length;
  for (let first = 0; first < count; first += shortRun) {
    for (let k = first; k < Math.min(count, first + shortRun); k++) {
      const value = values[k] ?? 0;
      let at = k;
      for (; at > first && (values[positions[at - 1] ?? 0] ?? 0) > value; at--)
        positions[at] = positions[at - 1] ?? 0;
      positions[at] = k;
    }
  }
  let [from, to] = [positions, spare];
  for (let run = shortRun; run < count; run *= 2) {
    for (let first = 0; first < count; first += 2 * run) merge(values, from, to, first, first + run, run);
    [from, to] = [to, from];
  }
  return from;
}

/** Merges the ascending runs of positions from `first` and from `middle` on. */
function merge(
  values: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  first: number,
  middle: number,
  run: number,
): void {
  const left = Math.min(middle, values.length);
  const right = Math.min(middle + run, values.length);
  let [i, j, at] = [first, left, first];
  while (i < left && j < right) {
    const [p, q] = [from[i] ?? 0, from[j] ?? 0];
    const fromLeft = Number((values[p] ?? 0) <= (values[q] ?? 0));
    to[at++] = q + fromLeft * (p - q);
    i += fromLeft;
    j += 1 - fromLeft;
  }
  while (i < left) to[at++] = from[i++] ?? 0;
  while (j < right) to[at++] = from[j++] ?? 0;
}
