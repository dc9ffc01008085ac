import { Cancelled } from './jobs';

/** Work that any number of askers wait for: it is given up when the last of them has gone. */
export class Wanted<Value> {
  readonly #controller = new AbortController();
  readonly #value: Promise<Value>;
  #askers = 0;
  #isSettled = false;

  /** @param make gets the signal by which it is given up */
  constructor(make: (signal: AbortSignal) => Promise<Value>) {
    const settled = (): void => {
      this.#isSettled = true;
    };
    this.#value = make(this.#controller.signal);
    this.#value.then(settled, settled);
  }

  /** Nobody waits for it any more: who asks now needs another. */
  get isGivenUp(): boolean {
    return this.#controller.signal.aborted;
  }

  /** What comes of it. Rejects with Cancelled at once when `signal` is aborted. */
  get(signal: AbortSignal | undefined): Promise<Value> {
    if (signal?.aborted === true) return Promise.reject(new Cancelled('The job was cancelled.'));
    this.#askers++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#askers--;
        if (this.#askers === 0 && !this.#isSettled) this.#controller.abort();
        reject(new Cancelled('The job was cancelled.'));
      };
      signal?.addEventListener('abort', leave, { once: true });
      const forget = (): void => signal?.removeEventListener('abort', leave);
      this.#value.finally(forget).then(resolve, reject);
    });
  }
}
