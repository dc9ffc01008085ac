import { fingerprint } from '../background/fingerprint';
import { summariseLayers } from '../background/summary';
import type { Comparison } from '../protocol';

/** What a comparison that a person asked for came to. */
export interface AskedResult {
  /** The measure's name in a word or two. */
  readonly label: string;
  readonly value: number;
  readonly caption: string;
}

/** The newest comparison of each two files that somebody asked for, to be shown in lenses and hovers. */
export interface AskedResults {
  add(comparison: Comparison, title: string, label: string): Promise<void>;
  /** undefined when there is none or one of the files has changed since. */
  between(x: string, y: string): Promise<AskedResult | undefined>;
}

const mostKept = 500;

export function createAskedResults(): AskedResults {
  const kept = new Map<string, { readonly print: string; readonly result: AskedResult }>();
  const key = (x: string, y: string): string => JSON.stringify([x, y].sort());
  return {
    async add(comparison, title, label) {
      const { value, caption } = summariseLayers(comparison, title, label);
      const [x, y] = [comparison.x.path, comparison.y.path];
      kept.delete(key(x, y));
      if (value === undefined) return;
      kept.set(key(x, y), { print: await fingerprint(x, y), result: { label, value, caption } });
      const oldest = kept.keys().next();
      if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
    },
    async between(x, y) {
      const found = kept.get(key(x, y));
      return found?.print === (await fingerprint(x, y)) ? found.result : undefined;
    },
  };
}
