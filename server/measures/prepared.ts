import type { Engine } from '../linalg/engine';
import type { Labels, Representation } from '../tensors/representation';
import type { Cost } from './measure';

/** Something worth computing once per representation: its centred matrix, its spectrum, its neighbour lists ... */
export interface Preparation<T> {
  /** Unique; includes the parameters it depends on. */
  readonly id: string;
  /** Operations and resident bytes for an n x d representation. */
  cost(n: number, d: number): Cost;
  make(of: Prepared): T;
}

/** Something worth computing once per pair because several measures need it: the cross product, the canonical bases. */
export interface PairPreparation<T> {
  /** Unique; includes the parameters it depends on. */
  readonly id: string;
  /** @param spent what was made of x and its former partner, of use to nobody any more: its memory may be taken */
  make(x: Prepared, y: Prepared, spent?: T): T;
}

/** A representation on its way through the measures: what several of them need is computed once and kept. */
export class Prepared {
  #made = new Map<string, unknown>();
  /** What was made with the latest partner. Weak: a partner must not outlive its own owner because of it. */
  #partner: { readonly of: WeakRef<Prepared>; readonly made: Map<string, unknown> } | undefined;
  /** What was made with the partner before. */
  #spent = new Map<string, unknown>();

  /** @param given preparations whose result is known already */
  constructor(
    readonly representation: Representation,
    readonly engine: Engine,
    given: readonly (readonly [Preparation<unknown>, unknown])[] = [],
  ) {
    for (const [{ id }, made] of given) this.#made.set(id, made);
  }

  get n(): number {
    return this.representation.instances ?? this.representation.values.rows;
  }

  get d(): number {
    return this.representation.values.cols;
  }

  /** The same with labels of its instances. Preparations never look at labels: what is made of either serves both. */
  labelled(labels: Labels): Prepared {
    const labelled = new Prepared({ ...this.representation, labels }, this.engine);
    labelled.#made = this.#made;
    return labelled;
  }

  /** The preparation's result where it has been made. */
  known<T>({ id }: Preparation<T>): T | undefined {
    return this.#made.get(id) as T | undefined;
  }

  /** The preparation's result: made at the first call, the same object afterwards. */
  get<T>(preparation: Preparation<T>): T {
    if (!this.#made.has(preparation.id)) this.#made.set(preparation.id, preparation.make(this));
    return this.#made.get(preparation.id) as T;
  }

  /**
   * What a preparation makes of this representation and `partner`, in this order: kept until another partner comes,
   * since the measures of a pair are computed one after the other, and not to be held longer by anyone. Its bytes
   * belong to the costs of the measures.
   */
  with<T>(partner: Prepared, preparation: PairPreparation<T>): T {
    if (this.#partner?.of.deref() !== partner) {
      this.#spent = this.#partner?.made ?? this.#spent;
      this.#partner = { of: new WeakRef(partner), made: new Map() };
    }
    const { made } = this.#partner;
    const { id } = preparation;
    if (!made.has(id)) {
      const spent = this.#spent.get(id) as T | undefined;
      // What needs another pair preparation comes back here: each piece of memory is given away once.
      this.#spent.delete(id);
      made.set(id, preparation.make(this, partner, spent));
    }
    return made.get(id) as T;
  }
}
