import type * as vscode from 'vscode';
import { keyOf } from './records';

/** Comparisons whose choices are remembered in a workspace. */
const most = 50;

type Pair = Parameters<typeof keyOf>[0];

/** What changes; undefined gives a choice up. */
export type Change<T> = { readonly [K in keyof T]: T[K] | undefined };

/** What people chose for comparisons of this workspace, kept when the window is closed. */
export class PairChoices<T extends object> {
  /** Oldest choice first. */
  private readonly chosen: Map<string, T>;

  /** @param read what of an object is such a choice, whatever another version or damage left in the store */
  constructor(
    private readonly memory: Pick<vscode.Memento, 'get' | 'update'>,
    private readonly storeKey: string,
    private readonly read: (value: object) => T,
  ) {
    const stored = memory.get<unknown>(storeKey, []);
    this.chosen = new Map(Array.isArray(stored) ? stored.flatMap((entry) => entryOf(entry, read)) : []);
  }

  /** What was chosen; what is absent is as usual. */
  of(pair: Pair): T {
    return this.chosen.get(keyOf(pair)) ?? this.read({});
  }

  /** Changes what is named; the rest stays. */
  choose(pair: Pair, change: Partial<Change<T>>): void {
    const key = keyOf(pair);
    const chosen = this.read({ ...this.of(pair), ...change });
    this.chosen.delete(key);
    if (Object.keys(chosen).length > 0) this.chosen.set(key, chosen);
    for (const old of [...this.chosen.keys()].slice(0, -most)) this.chosen.delete(old);
    void this.memory.update(this.storeKey, [...this.chosen]);
  }
}

function entryOf<T>(value: unknown, read: (value: object) => T): [string, T][] {
  if (!Array.isArray(value)) return [];
  const [key, kept] = value as readonly unknown[];
  return typeof key === 'string' && typeof kept === 'object' && kept !== null ? [[key, read(kept)]] : [];
}
