import { asError } from './failure';
import { Cancelled } from './jobs';
import type { Lane } from './lanes';
import type { Urgency } from './queue';
import type { TaskInput, TaskKind, TaskPart, TaskResult } from './tasks/catalogue';
import type { TaskListener } from './thread';

export interface TaskOptions<K extends TaskKind> {
  readonly urgency: Urgency;
  readonly signal?: AbortSignal;
  readonly onPart?: (part: TaskPart<K>) => void;
  /** It has left the queue. */
  readonly onStart?: () => void;
  /** What is worked on, for messages: `layer "a" of x.npy`. */
  readonly subject: string;
  /** Memory it takes, estimated. */
  readonly bytes: number;
  /** Done within moments: where all threads are busy for longer, it gets one of its own. */
  readonly brief?: true;
  /** The thread that did the last task of the same lane has prepared what this one needs. */
  readonly lane?: Lane;
  /** Told about defects of ours. */
  readonly log: (problem: string) => void;
}

let tickets = 0;

/** One task on its way: waiting, under way or settled. Its promise is settled once, whatever else happens. */
export class Ticket<K extends TaskKind = TaskKind> {
  readonly id = ++tickets;
  readonly promise: Promise<TaskResult<K>>;
  #resolve: (result: TaskResult<K>) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #settled = false;

  constructor(
    readonly kind: K,
    readonly input: TaskInput<K>,
    readonly options: TaskOptions<K>,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get isSettled(): boolean {
    return this.#settled;
  }

  get urgency(): Urgency {
    return this.options.urgency;
  }

  /** Calls `onAbort` when the task is cancelled before it is settled. */
  whenAborted(onAbort: () => void): void {
    const { signal } = this.options;
    if (signal === undefined) return;
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    const forget = (): void => signal.removeEventListener('abort', onAbort);
    this.promise.then(forget, forget);
  }

  reject(error: Error): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#reject(error);
  }

  cancelled(message = 'The job was cancelled.'): void {
    this.reject(new Cancelled(message));
  }

  /** Hands what a thread says to whoever asked; `ended` is called before the promise is settled. */
  listener(ended: () => void): TaskListener {
    const { onPart, signal, subject, log } = this.options;
    const isCancelled = (): boolean => signal?.aborted === true;
    return {
      part: (part) => {
        // A thread answers a task with parts and a result of its kind.
        if (!isCancelled() && !this.#settled) onPart?.(part as TaskPart<K>);
      },
      done: (result) => {
        ended();
        if (isCancelled()) this.cancelled();
        else if (!this.#settled) {
          this.#settled = true;
          this.#resolve(result as TaskResult<K>);
        }
      },
      failed: (failure) => {
        ended();
        if (failure.kind === 'defect') log(failure.stack ?? failure.message);
        if (isCancelled()) this.cancelled();
        else this.reject(asError(failure, subject));
      },
    };
  }
}
