import type { Priority } from './jobs';

/** How urgent the work of a job is; shared by all its tasks, so that waiting ones can be hurried. */
export interface Urgency {
  priority: Priority;
}

const ranks: Readonly<Record<Priority, number>> = { eye: 0, asked: 1, background: 2 };

/** Whether the first goes before the second. */
export function isMoreUrgent(priority: Priority, than: Priority): boolean {
  return ranks[priority] < ranks[than];
}

/** Waiting work: the most urgent first, first come first served among equals. Few items wait at a time. */
export class Queue<Item extends { readonly urgency: Urgency }> {
  readonly #items: Item[] = [];

  get length(): number {
    return this.#items.length;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** What goes first among the items that may go; it stays in the queue. */
  peek(may: (item: Item) => boolean = () => true): Item | undefined {
    let first: Item | undefined;
    for (const item of this.#items) {
      if (!may(item)) continue;
      if (first === undefined || isMoreUrgent(item.urgency.priority, first.urgency.priority)) first = item;
    }
    return first;
  }

  /** Takes an item out; false when it is not waiting. */
  remove(item: Item): boolean {
    const at = this.#items.indexOf(item);
    if (at >= 0) this.#items.splice(at, 1);
    return at >= 0;
  }

  /** Takes everything out, in the order it came. */
  drain(): Item[] {
    return this.#items.splice(0);
  }
}
