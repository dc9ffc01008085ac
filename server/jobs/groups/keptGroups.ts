import { LeastRecentlyUsed } from '../../formats/leastRecentlyUsed';
import type { KnownGroup } from './groupReport';

/** Bytes of answers that are kept. */
const most = 64 * 2 ** 20;

/** The sets that were looked at last, so that paging through their instances computes nothing again. */
export class KeptGroups {
  readonly #known = new LeastRecentlyUsed<string, KnownGroup>(most);

  get(key: string): KnownGroup | undefined {
    return this.#known.get(key);
  }

  keep(key: string, known: KnownGroup): void {
    const { classes = [], values = [], orders = [] } = known.instances?.answers ?? {};
    const rows = classes[0]?.length ?? 0;
    // A class and a probability of each model, a value and a place by each measure.
    this.#known.set(key, known, rows * (16 * classes.length + 8 * values.length + 4 * orders.length));
  }

  clear(): void {
    this.#known.clear();
  }
}
