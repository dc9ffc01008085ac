import type { Watch } from '../formats/contained';

/** How long contained code may run without an answer, in ms. Each call of it is for 32 MiB at most. */
export const usualPatience = 10_000;

/** What is wrong with a thread that was ended by its watchdog; a clause. */
export const stuck = 'reading did not come to an end';

/** The sentence for whoever waits for such a thread. */
export function stuckSentence(subject: string): string {
  return `Reading ${subject} was stopped after ${usualPatience / 1000} s without an answer: the file is damaged.`;
}

/** Milliseconds that all threads count alike; of their differences only the lower 32 bits matter. */
function now(): number {
  return Number(process.hrtime.bigint() / 1_000_000n) | 0;
}

/** The thread's side: since when it is in contained code; 0: it is not. */
export function containedWatch(word: Int32Array): Watch {
  const since = (time: number): number => Atomics.store(word, 0, time | 0 || 1);
  const ran = (): number => (now() - Atomics.load(word, 0)) | 0;
  return {
    begins: () => since(now()),
    ends: () => Atomics.store(word, 0, 0),
    pauses: () => {
      const time = ran();
      Atomics.store(word, 0, 0);
      return time;
    },
    goesOn: (time) => since(now() - time),
  };
}

/** The other side: calls `onStuck` once when a thread has been in contained code for too long. */
export class Watchdog {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly word: Int32Array,
    private readonly patience: number,
    private readonly onStuck: () => void,
  ) {}

  /** Watches from now on. */
  wake(): void {
    this.#timer ??= setInterval(() => this.#look(), this.patience / 10).unref();
  }

  sleep(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const since = Atomics.load(this.word, 0);
    if (since === 0 || ((now() - since) | 0) < this.patience) return;
    this.sleep();
    this.onStuck();
  }
}
