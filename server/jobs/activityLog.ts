import type { Activity } from '../protocol';

interface Entry {
  readonly title: string;
  started: boolean;
}

/** Milliseconds between two messages about what is under way. */
const pause = 50;

/** The jobs under way and waiting. */
export class ActivityLog {
  readonly #entries = new Set<Entry>();
  readonly #listeners: ((activity: Activity) => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  get activity(): Activity {
    const running = [...this.#entries].filter(({ started }) => started);
    return {
      running: running.length,
      waiting: this.#entries.size - running.length,
      titles: running.map(({ title }) => title),
      baseline: null,
    };
  }

  listen(listener: (activity: Activity) => void): void {
    this.#listeners.push(listener);
  }

  /** Counts a job as waiting until `started` is called, and as running until `work` has settled. */
  async during<T>(title: string, work: (started: () => void) => Promise<T>): Promise<T> {
    const entry: Entry = { title, started: false };
    this.#entries.add(entry);
    this.#changed();
    try {
      return await work(() => {
        if (entry.started) return;
        entry.started = true;
        this.#changed();
      });
    } finally {
      this.#entries.delete(entry);
      this.#changed();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.length = 0;
  }

  #changed(): void {
    if (this.#listeners.length === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of this.#listeners) listener(this.activity);
    }, pause).unref();
  }
}
