import type { Engine } from '../linalg/engine';
import type { Representation } from '../tensors/representation';
import type { Cost } from './measure';

/** Something worth computing once per representation: its centred matrix, its spectrum, its neighbour lists ... */
export interface Preparation<T> {
  /** Unique; includes the parameters it depends on. */
  readonly id: string;
  /** Operations and resident bytes for an n x d representation. */
  cost(n: number, d: number): Cost;
  make(of: Prepared): T;
}

/** A representation on its way through the measures: what several of them need is computed once and kept. */
export class Prepared {
  readonly #made = new Map<string, unknown>();

  constructor(
    readonly representation: Representation,
    readonly engine: Engine,
  ) {}

  get n(): number {
    return this.representation.values.rows;
  }

  get d(): number {
    return this.representation.values.cols;
  }

  /** The preparation's result: made at the first call, the same object afterwards. */
  get<T>(preparation: Preparation<T>): T {
    if (!this.#made.has(preparation.id)) this.#made.set(preparation.id, preparation.make(this));
    return this.#made.get(preparation.id) as T;
  }
}
