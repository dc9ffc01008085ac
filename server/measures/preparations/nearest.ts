/**
 * The k nearest of what is offered to each of n rows. Offers to a row must come in the order of their numbers: then, of
 * equally near ones, the smaller number is kept.
 */
export class Nearest {
  /** A heap for each row, the farthest on top: of equally far ones the larger number. */
  readonly #far: Float64Array;
  readonly #who: Uint32Array;
  /** What an offer must be nearer than to be kept. */
  readonly #limit: Float64Array;

  constructor(
    private readonly n: number,
    private readonly k: number,
  ) {
    this.#far = new Float64Array(n * k).fill(Infinity);
    this.#who = new Uint32Array(n * k);
    this.#limit = new Float64Array(n).fill(Infinity);
  }

  /** Offers rows `first + i + 1` on to row `first + i`: entry j of `far` is how far row `first + j` is from it. */
  offerAllTo(far: Float64Array, first: number, i: number): void {
    const row = first + i;
    let limit = this.#limit[row] ?? 0;
    for (let j = i + 1; j < far.length; j++) {
      const value = far[j] ?? 0;
      if (value < limit) limit = this.#replaceTop(row, first + j, value);
    }
  }

  /** Offers row `first + i` to the later ones among rows `first + from` to `first + to - 1`; `far` as above. */
  offerRowTo(far: Float64Array, first: number, i: number, from: number, to: number): void {
    const limits = this.#limit;
    for (let j = Math.max(from, i + 1); j < to; j++) {
      const value = far[j] ?? 0;
      if (value < (limits[first + j] ?? 0)) this.#replaceTop(first + j, first + i, value);
    }
  }

  /** Entries i k to (i + 1) k - 1 are the k nearest of row i, nearest first. Ends the collecting. */
  lists(): Uint32Array {
    for (let i = 0; i < this.n; i++) {
      const start = i * this.k;
      for (let size = this.k - 1; size > 0; size--) {
        const [far, who] = [this.#far[start] ?? 0, this.#who[start] ?? 0];
        this.#sink(start, size, this.#far[start + size] ?? 0, this.#who[start + size] ?? 0);
        this.#far[start + size] = far;
        this.#who[start + size] = who;
      }
    }
    return this.#who;
  }

  /** Puts a neighbour in place of the farthest; returns what the next must be nearer than. */
  #replaceTop(row: number, who: number, far: number): number {
    const start = row * this.k;
    this.#sink(start, this.k, far, who);
    const limit = this.#far[start] ?? 0;
    this.#limit[row] = limit;
    return limit;
  }

  /** Puts an entry in place of the top of the heap of `size` entries at `start`. */
  #sink(start: number, size: number, far: number, who: number): void {
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#isFarther(start + child + 1, start + child)) child++;
      const childFar = this.#far[start + child] ?? 0;
      const childWho = this.#who[start + child] ?? 0;
      if (childFar < far || (childFar === far && childWho < who)) break;
      this.#far[start + parent] = childFar;
      this.#who[start + parent] = childWho;
      parent = child;
    }
    this.#far[start + parent] = far;
    this.#who[start + parent] = who;
  }

  #isFarther(a: number, b: number): boolean {
    const difference = (this.#far[a] ?? 0) - (this.#far[b] ?? 0);
    return difference > 0 || (difference === 0 && (this.#who[a] ?? 0) > (this.#who[b] ?? 0));
  }
}
