/** One thing to do and how long it will take. */
interface Item {
  readonly seconds: number;
}

/** How much is handed out at a time. */
interface Portion {
  readonly seconds: number;
  readonly items: number;
}

/** What is left of a run: items `first` to `end`. */
interface Lane<T> {
  readonly items: readonly T[];
  first: number;
  end: number;
  seconds: number;
}

/**
 * Runs `start` for all items, portion after portion in each of `lanes` lanes, which lie side by side. When one fails, no
 * more are started; the rejection is that of the first to fail, once all under way have settled.
 */
export async function inLanes<T extends Item>(
  items: readonly T[],
  lanes: number,
  portion: Portion,
  start: (portion: readonly T[]) => Promise<void>,
): Promise<void> {
  const left = new Lanes(items, lanes, portion);
  const failures: unknown[] = [];
  const run = async (lane: number): Promise<void> => {
    for (let next = left.next(lane); next.length > 0 && failures.length === 0; next = left.next(lane))
      await start(next).catch((error: unknown) => void failures.push(error));
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  if (failures.length > 0) throw failures[0];
}

/**
 * Hands out work to several takers, each of which has a run of its own: neighbours in the order have layers in common, and
 * what a thread has prepared of a layer serves the next pairs with it. Whoever is done with his run takes from the end of
 * the longest that is left.
 */
class Lanes<T extends Item> {
  readonly #lanes: Lane<T>[] = [];

  /** @param lanes how many takers there are */
  constructor(
    items: readonly T[],
    lanes: number,
    private readonly portion: Portion,
  ) {
    const share = items.reduce((sum, { seconds }) => sum + seconds, 0) / lanes;
    let at = 0;
    for (let lane = 1; lane <= lanes; lane++) {
      const first = at;
      let seconds = 0;
      for (; at < items.length && (lane === lanes || seconds < share); at++)
        seconds += items[at]?.seconds ?? 0;
      this.#lanes.push({ items, first, end: at, seconds });
    }
  }

  /** The next portion for a taker, in order; empty when nothing is left. */
  next(taker: number): readonly T[] {
    const own = this.#lanes[taker];
    if (own !== undefined && own.first < own.end) return this.#take(own, true);
    const [longest] = this.#lanes
      .filter((lane) => lane.first < lane.end)
      .sort((a, b) => b.seconds - a.seconds);
    return longest === undefined ? [] : this.#take(longest, false);
  }

  #take(lane: Lane<T>, fromFront: boolean): readonly T[] {
    const taken: T[] = [];
    let seconds = 0;
    while (lane.first < lane.end && seconds < this.portion.seconds && taken.length < this.portion.items) {
      const item = lane.items[fromFront ? lane.first++ : --lane.end];
      if (item === undefined) break;
      taken.push(item);
      seconds += item.seconds;
    }
    lane.seconds -= seconds;
    return fromFront ? taken : taken.reverse();
  }
}
