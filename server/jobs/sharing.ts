import { Cancelled, type JobOptions } from './jobs';
import { isMoreUrgent, type Urgency } from './queue';

/** What the work of a job gets to know and may tell. */
export interface Work<Event> {
  /** Aborted when nobody waits for the job any more. */
  readonly signal: AbortSignal;
  readonly urgency: Urgency;
  emit(event: Event): void;
  progress(fraction: number, text: string): void;
}

interface Member<Event> {
  readonly onEvent: (event: Event) => void;
  readonly onProgress: ((fraction: number, text: string) => void) | undefined;
}

/** Milliseconds between two reports of progress. */
const pause = 100;
/** Milliseconds a cancelled job has to end; its threads are free after 100. */
const patience = 150;

/** One job that any number of askers wait for. A late one hears first what the others have heard. */
class Joint<Event, Result> {
  readonly urgency: Urgency = { priority: 'background' };
  readonly #members = new Set<Member<Event>>();
  readonly #events: Event[] = [];
  readonly #controller = new AbortController();
  readonly result: Promise<Result>;
  #reported = -Infinity;

  constructor(start: (work: Work<Event>) => Promise<Result>, first: JobOptions) {
    this.urgency.priority = first.priority ?? 'asked';
    // Started in the next turn, when the first asker is a member already.
    this.result = Promise.resolve().then(() =>
      start({
        signal: this.#controller.signal,
        urgency: this.urgency,
        emit: (event) => {
          this.#events.push(event);
          for (const { onEvent } of this.#members) onEvent(event);
        },
        progress: (fraction, text) => this.#progress(fraction, text),
      }),
    );
  }

  get isGivenUp(): boolean {
    return this.#controller.signal.aborted;
  }

  join(member: Member<Event>, signal: AbortSignal | undefined): Promise<Result> {
    for (const event of this.#events) member.onEvent(event);
    this.#members.add(member);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#members.delete(member);
        const cancel = (): void => reject(new Cancelled('The job was cancelled.'));
        if (this.#members.size > 0) {
          cancel();
          return;
        }
        // The last one to leave waits until the threads are free again, but not for a slow disk.
        this.#controller.abort();
        timer = setTimeout(cancel, patience);
      };
      let timer: NodeJS.Timeout | undefined;
      signal?.addEventListener('abort', leave, { once: true });
      const forget = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      this.result.finally(forget).then(resolve, reject);
    });
  }

  #progress(fraction: number, text: string): void {
    const now = performance.now();
    if (now - this.#reported < pause) return;
    this.#reported = now;
    for (const { onProgress } of this.#members) onProgress?.(fraction, text);
  }
}

/** Jobs of one kind under way, so that equal requests share one. */
export class Sharing<Event, Result> {
  readonly #under = new Map<string, Joint<Event, Result>>();

  /** @param hurried called when a job under way has become more urgent */
  constructor(private readonly hurried: () => void) {}

  /** The result of the job with this key: of the one under way, or of a new one. */
  async join(
    key: string,
    options: JobOptions,
    onEvent: (event: Event) => void,
    start: (work: Work<Event>) => Promise<Result>,
  ): Promise<Result> {
    const { signal, priority = 'asked', onProgress } = options;
    if (signal?.aborted === true) throw new Cancelled('The job was cancelled.');
    let joint = this.#under.get(key);
    if (joint === undefined || joint.isGivenUp) {
      const created = new Joint<Event, Result>(start, options);
      joint = created;
      this.#under.set(key, created);
      const forget = (): void => {
        if (this.#under.get(key) === created) this.#under.delete(key);
      };
      created.result.then(forget, forget);
    } else if (isMoreUrgent(priority, joint.urgency.priority)) {
      joint.urgency.priority = priority;
      this.hurried();
    }
    return joint.join({ onEvent, onProgress }, signal);
  }
}
