/** One thing to do, how long it will take, and the layer for whose sake it is best done by the thread of that layer. */
interface Item {
  readonly seconds: number;
  readonly layer: number;
}

/** How much is handed out at a time. */
interface Portion {
  readonly seconds: number;
  readonly items: number;
}

/** Stands for one of the lanes of a job: what has the same one is best done by the same thread. */
export type Lane = object;

/** What is left of a run: items `first` to `end`. */
interface Run<T> {
  readonly items: T[];
  first: number;
  end: number;
  seconds: number;
}

/**
 * Calls `start` for all items, portion after portion in each of `lanes` lanes, which lie side by side. When one fails, no
 * more are started; the rejection is that of the first to fail, once all under way have settled.
 */
export async function inLanes<T extends Item>(
  items: readonly T[],
  lanes: number,
  portion: Portion,
  start: (portion: readonly T[], lane: Lane) => Promise<void>,
): Promise<void> {
  const left = new Runs(items, lanes, portion);
  const failures: unknown[] = [];
  const run = async (taker: number): Promise<void> => {
    const lane = {};
    for (let next = left.next(taker); next.length > 0 && failures.length === 0; next = left.next(taker))
      await start(next, lane).catch((error: unknown) => void failures.push(error));
  };
  await Promise.all(Array.from({ length: lanes }, (_, taker) => run(taker)));
  if (failures.length > 0) throw failures[0];
}

/**
 * Hands out work to several takers, each of which has a run of layers of its own, whose items keep their order: what a
 * thread has prepared of a layer serves the next pairs with it. Whoever is done with his run takes from the end of the
 * longest that is left.
 */
class Runs<T extends Item> {
  readonly #runs: Run<T>[] = [];

  constructor(
    items: readonly T[],
    takers: number,
    private readonly portion: Portion,
  ) {
    for (let taker = 0; taker < takers; taker++) this.#runs.push({ items: [], first: 0, end: 0, seconds: 0 });
    const taker = takersOf(items, takers);
    for (const item of items) {
      const run = this.#runs[taker(item.layer)];
      if (run === undefined) continue;
      run.end = run.items.push(item);
      run.seconds += item.seconds;
    }
  }

  /** The next portion for a taker, in order; empty when nothing is left. */
  next(taker: number): readonly T[] {
    const own = this.#runs[taker];
    if (own !== undefined && own.first < own.end) return this.#take(own, true);
    const [longest] = this.#runs.filter((run) => run.first < run.end).sort((a, b) => b.seconds - a.seconds);
    return longest === undefined ? [] : this.#take(longest, false);
  }

  #take(run: Run<T>, fromFront: boolean): readonly T[] {
    const taken: T[] = [];
    let seconds = 0;
    while (run.first < run.end && seconds < this.portion.seconds && taken.length < this.portion.items) {
      const item = run.items[fromFront ? run.first++ : --run.end];
      if (item === undefined) break;
      taken.push(item);
      seconds += item.seconds;
    }
    run.seconds -= seconds;
    return fromFront ? taken : taken.reverse();
  }
}

/** Deals out layers in the order of their numbers, so that all takers have about as long to do. */
function takersOf(items: readonly Item[], takers: number): (layer: number) => number {
  const secondsOf = new Map<number, number>();
  for (const { layer, seconds } of items) secondsOf.set(layer, (secondsOf.get(layer) ?? 0) + seconds);
  const share = items.reduce((sum, { seconds }) => sum + seconds, 0) / takers;
  const taker = new Map<number, number>();
  let before = 0;
  for (const [layer, seconds] of [...secondsOf].sort(([a], [b]) => a - b)) {
    taker.set(layer, share > 0 ? Math.min(takers - 1, Math.floor((before + seconds / 2) / share)) : 0);
    before += seconds;
  }
  return (layer) => taker.get(layer) ?? 0;
}
