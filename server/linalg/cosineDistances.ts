import { Heap } from './engines/wasm/heap';

/** What is known of some numbers: the lowest, the highest, their sum, and the sum of the squares of each less an origin. */
export type Known = readonly [low: number, high: number, sum: number, squares: number];

/** Distances 1 - cosine between vectors of known length, row by row, by a kernel: a root and a division each. */
export class CosineDistances {
  readonly #heap = new Heap();
  readonly #at: Readonly<Record<'squares' | 'row' | 'known', number>>;

  /** @param squares the squared lengths of all vectors, none of them 0 */
  constructor(private readonly squares: Float64Array) {
    this.#at = this.#heap.layout({ squares: squares.length, row: squares.length, known: 4 });
    this.#heap.doubles(this.#at.squares, squares.length).set(squares);
  }

  /**
   * Writes the distances of vector i to the first ones from its products with them; as many as there are products.
   * Equal quotients of product and lengths give equal distances, from 0 to 2.
   */
  fill(distances: Float64Array, products: Float64Array, i: number, origin: number): Known {
    const { row, squares, known } = this.#at;
    const count = products.length;
    const area = this.#heap.doubles(row, count);
    area.set(products);
    const found = this.#heap.doubles(known, 4);
    found.set([Infinity, -Infinity, 0, 0]);
    this.#heap.kernels.cosineDistances(count, row, squares, this.squares[i] ?? 0, row, origin, known);
    distances.set(area);
    return [found[0] ?? 0, found[1] ?? 0, found[2] ?? 0, found[3] ?? 0];
  }
}
