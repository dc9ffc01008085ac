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

/** The thread that opens headers and never computes, so that it answers while all others are busy. */
export class Reader {
  #thread: Thread | undefined;
  readonly #waiting = new Set<Ticket>();
  #disposed = false;

  constructor(private readonly options: ReaderOptions) {}

  /** Runs a task at once. Rejects with BadInput when the thread dies of it; the next one gets a new thread. */
  run<K extends TaskKind>(
    kind: K,
    input: TaskInput<K>,
    options: Omit<TaskOptions<K>, 'bytes' | 'log'>,
  ): Promise<TaskResult<K>> {
    const ticket = new Ticket(kind, input, { ...options, bytes: 0, log: this.options.log });
    const known = ticket as unknown as Ticket;
    if (this.#disposed) ticket.cancelled('nnsim is closing.');
    else {
      this.#thread ??= this.#start();
      this.#waiting.add(known);
      const { id } = ticket;
      this.#thread.run(
        { id, kind, input, keep: 0 },
        ticket.listener(() => this.#waiting.delete(known)),
      );
      ticket.whenAborted(() => {
        this.#waiting.delete(known);
        ticket.cancelled();
      });
    }
    return ticket.promise;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const ticket of this.#waiting) ticket.cancelled('nnsim is closing.');
    await this.#thread?.terminate();
  }

  #start(): Thread {
    const { workerPath: path, heapMiB, patience } = this.options;
    const onEnd = (why: string): void => {
      this.#thread = undefined;
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const ticket of waiting) {
        const { subject } = ticket.options;
        this.options.log(`the reader thread ended while it opened ${subject}: ${why}`);
        const death = `The reader thread ended while it opened ${subject}: ${why}.`;
        ticket.reject(new BadInput(why === stuck ? stuckSentence(subject) : death));
      }
    };
    // It computes nothing.
    const engine = { choice: 'wasm', blasLibrary: '' } as const;
    return new Thread({
      ...{ path, heapMiB, role: 'reader', storage: null, engine, onEnd },
      ...(patience !== undefined && { patience }),
    });
  }
}
