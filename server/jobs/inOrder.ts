/**
 * Runs `start` for every item, at most `window` at once, in order. When one fails, no more are started; the rejection
 * is that of the first to fail, once all under way have settled.
 */
export async function inWindow<T>(
  items: Iterable<T>,
  window: () => number,
  start: (item: T) => Promise<void>,
): Promise<void> {
  const under = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (const item of items) {
    while (under.size >= Math.max(1, window())) await Promise.race(under);
    if (failures.length > 0) break;
    const run: Promise<void> = start(item)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => under.delete(run));
    under.add(run);
  }
  await Promise.all(under);
  if (failures.length > 0) throw failures[0];
}

/** Passes on what arrives for numbered places in the order of the places, however it arrives. */
export class InOrder<T> {
  readonly #held = new Map<number, T[]>();
  readonly #complete = new Set<number>();
  #place = 0;

  constructor(private readonly pass: (value: T) => void) {}

  add(place: number, value: T): void {
    if (place === this.#place) this.pass(value);
    else this.#held.set(place, [...(this.#held.get(place) ?? []), value]);
  }

  /** Nothing more will come for this place. */
  complete(place: number): void {
    this.#complete.add(place);
    while (this.#complete.delete(this.#place)) {
      this.#place++;
      for (const value of this.#held.get(this.#place) ?? []) this.pass(value);
      this.#held.delete(this.#place);
    }
  }
}
