import { BadInput } from '../tensors/badInput';
import type { TaskInput, TaskKind, TaskResult } from './tasks/catalogue';
import { Thread } from './thread';
import { Ticket, type TaskOptions } from './ticket';
import { stuck, stuckSentence } from './watchdog';

export interface ReaderOptions {
  /** The bundle of worker.ts. */
  readonly workerPath: string;
  readonly heapMiB: number;
  readonly log: (problem: string) => void;
  /** How long it may run contained code without an answer, in ms. */
  readonly patience?: number;
}

/** How long the thread may go on with what nobody waits for any more, in ms. */
const grace = 100;

/** Why a task is given to a second thread. */
type Again =
  /** The first was ended while another task was under way that nobody waited for any more. */
  | 'interrupted'
  /** The first died, of this task or of another that was under way with it. */
  | 'suspect';

/** What reads the headers of files. */
export type HeaderReader = Pick<Reader, 'run'>;

/** The thread that opens headers and never computes, so that it answers while all others are busy. */
export class Reader {
  #thread: Thread | undefined;
  readonly #queue: Ticket[] = [];
  /** What the thread works on. */
  readonly #working = new Set<Ticket>();
  /** Of these, what nobody waits for any more. */
  readonly #abandoned = new Set<Ticket>();
  readonly #again = new WeakMap<Ticket, Again>();
  #disposed = false;

  constructor(private readonly options: ReaderOptions) {}

  /**
   * Runs a task at once. Rejects with BadInput when the thread dies of it; the next one gets a new thread, as do those
   * that were under way with it. Cancelling rejects at once; a task that does not stop soon is ended with its thread.
   */
  run<K extends TaskKind>(
    kind: K,
    input: TaskInput<K>,
    options: Omit<TaskOptions<K>, 'bytes' | 'log'>,
  ): Promise<TaskResult<K>> {
    const ticket = new Ticket(kind, input, { ...options, bytes: 0, log: this.options.log });
    if (this.#disposed) ticket.cancelled('nnsim is closing.');
    else if (options.signal?.aborted === true) ticket.cancelled();
    else {
      const known = ticket as unknown as Ticket;
      this.#queue.push(known);
      ticket.whenAborted(() => this.#cancel(known));
      this.#pump();
    }
    return ticket.promise;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const ticket of [...this.#working, ...this.#queue.splice(0)]) ticket.cancelled('nnsim is closing.');
    await this.#thread?.terminate();
  }

  #pump(): void {
    const isSuspect = (ticket: Ticket): boolean => this.#again.get(ticket) === 'suspect';
    for (let [next] = this.#queue; next !== undefined; [next] = this.#queue) {
      const alone = [next, ...this.#working].some(isSuspect);
      if (alone && this.#working.size > 0) return;
      this.#queue.shift();
      this.#begin(next);
    }
  }

  #begin(ticket: Ticket): void {
    const { id, kind, input } = ticket;
    this.#thread ??= this.#start();
    this.#working.add(ticket);
    this.#thread.run(
      { id, kind, input, keep: 0 },
      ticket.listener(() => {
        this.#working.delete(ticket);
        this.#abandoned.delete(ticket);
        this.#endAbandoned();
        this.#pump();
      }),
    );
  }

  #cancel(ticket: Ticket): void {
    const place = this.#queue.indexOf(ticket);
    if (place >= 0) this.#queue.splice(place, 1);
    ticket.cancelled();
    if (!this.#working.has(ticket)) return;
    this.#thread?.cancel(ticket.id);
    setTimeout(() => {
      if (!this.#working.has(ticket)) return;
      this.#abandoned.add(ticket);
      this.#endAbandoned();
    }, grace).unref();
  }

  /** Ends the thread if it works for nobody; not twice what it does for somebody else meanwhile. */
  #endAbandoned(): void {
    const others = [...this.#working].filter((ticket) => !this.#abandoned.has(ticket));
    if (this.#abandoned.size === 0 || others.some((ticket) => this.#again.has(ticket))) return;
    for (const ticket of this.#abandoned) this.#working.delete(ticket);
    this.#abandoned.clear();
    const thread = this.#thread;
    this.#giveAgain('interrupted');
    void thread?.terminate();
    this.#pump();
  }

  /** What the thread works on goes to the next one. */
  #giveAgain(why: Again): void {
    this.#thread = undefined;
    const open = [...this.#working].filter((ticket) => !ticket.isSettled);
    this.#working.clear();
    this.#abandoned.clear();
    for (const ticket of open) this.#again.set(ticket, why);
    this.#queue.unshift(...open);
  }

  #start(): Thread {
    const { workerPath: path, heapMiB, patience } = this.options;
    // It computes nothing.
    const engine = { choice: 'wasm', blasLibrary: '' } as const;
    const thread: Thread = new Thread({
      ...{ path, heapMiB, role: 'reader', storage: null, engine },
      ...(patience !== undefined && { patience }),
      onEnd: (why) => {
        if (thread === this.#thread) this.#ended(why);
      },
    });
    return thread;
  }

  /** The thread has ended by itself: of which of several tasks is found out by one after the other. */
  #ended(why: string): void {
    if (this.#disposed) return;
    const [ticket, another] = this.#working;
    if (ticket !== undefined && another === undefined) {
      const { subject } = ticket.options;
      this.options.log(`the reader thread ended while it opened ${subject}: ${why}`);
      const death = `The reader thread ended while it opened ${subject}: ${why}.`;
      ticket.reject(new BadInput(why === stuck ? stuckSentence(subject) : death));
    }
    this.#giveAgain('suspect');
    this.#pump();
  }
}
