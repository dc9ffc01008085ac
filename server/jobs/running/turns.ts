import { Cancelled } from '../jobs';

/** So many may do something at a time; the others wait in the order they came. */
export class Turns {
  readonly #waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** Does something when its turn has come. Rejects with Cancelled where the signal says so before. */
  async take<Result>(signal: AbortSignal | undefined, act: () => Promise<Result>): Promise<Result> {
    await this.#turn(signal);
    try {
      return await act();
    } finally {
      const [next] = this.#waiting;
      if (next === undefined) this.free++;
      else next();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new Cancelled('The job was cancelled.'));
        return;
      }
      if (this.free > 0) {
        this.free--;
        resolve();
        return;
      }
      const leave = (): void => {
        this.#waiting.delete(come);
        reject(new Cancelled('The job was cancelled.'));
      };
      const come = (): void => {
        this.#waiting.delete(come);
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.add(come);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
