import type * as vscode from 'vscode';
import type { Reading } from '../../server/protocol';
import { keyOf } from './records';

const storeKey = 'nnsim.readings';
/** Comparisons whose reading is remembered in a workspace. */
const most = 50;

type Pair = Parameters<typeof keyOf>[0];

/** A change of a reading; undefined gives a choice up. */
export type ReadingChange = { readonly [K in keyof Reading]: Reading[K] | undefined };

/**
 * What people chose for comparisons of this workspace: the file with labels, the rule for dimensions, the rows, the ids. Kept
 * when the window is closed.
 */
export class ChosenReadings {
  /** Oldest choice first. */
  private readonly readings: Map<string, Reading>;

  constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {
    const stored = memory.get<unknown>(storeKey, []);
    this.readings = new Map(Array.isArray(stored) ? stored.flatMap(entryOf) : []);
  }

  /** What was chosen; what is absent is as usual. */
  of(pair: Pair): Reading {
    return this.readings.get(keyOf(pair)) ?? {};
  }

  /** Changes what is named; the rest stays. */
  choose(pair: Pair, change: ReadingChange): void {
    const key = keyOf(pair);
    const chosen = readingOf({ ...this.of(pair), ...change });
    this.readings.delete(key);
    if (Object.keys(chosen).length > 0) this.readings.set(key, chosen);
    for (const old of [...this.readings.keys()].slice(0, -most)) this.readings.delete(old);
    void this.memory.update(storeKey, [...this.readings]);
  }
}

/** What of an object is a reading. */
function readingOf(value: object): Reading {
  const { labels, rule, rows, ids } = value as Partial<Record<keyof Reading, unknown>>;
  return {
    ...(typeof labels === 'string' && { labels }),
    ...(typeof rule === 'string' && { rule }),
    ...(typeof rows === 'string' && { rows }),
    ...(Array.isArray(ids) && ids.every((one) => typeof one === 'string') && { ids }),
  };
}

/** An entry of the store; nothing of what another version or damage left there. */
function entryOf(value: unknown): [string, Reading][] {
  if (!Array.isArray(value)) return [];
  const [key, kept] = value as readonly unknown[];
  return typeof key === 'string' && typeof kept === 'object' && kept !== null ? [[key, readingOf(kept)]] : [];
}
