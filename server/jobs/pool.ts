import { BadInput } from '../tensors/badInput';
import { Budget } from './budget';
import type { Engines } from './engines';
import type { Lane } from './lanes';
import { Queue } from './queue';
import type { TaskInput, TaskKind, TaskResult } from './tasks/catalogue';
import { Thread } from './thread';
import { Ticket, type TaskOptions } from './ticket';
import { stuck, stuckSentence } from './watchdog';

export interface PoolOptions {
  /** The bundle of worker.ts. */
  readonly workerPath: string;
  /** Folder whose cache the threads read, or null. */
  readonly storage: string | null;
  readonly workers: number;
  readonly memoryLimitMiB: number;
  /** What a person raises to get more of it. */
  readonly memoryOption?: string;
  readonly engines: Engines;
  readonly log: (problem: string) => void;
}

/** How long a thread has to answer a cancel flag before it is ended, in ms. */
const patience = 100;
const mebibyte = 2 ** 20;
/** The least heap a thread needs for headers of many tensors. */
const leastHeapMiB = 512;
/** Operations a second assumed when none could be measured. */
const usualRate = 5e9;

/** The threads that compute: started when there is work, replaced when they die. */
export class Pool {
  readonly budget: Budget;
  readonly #queue = new Queue<Ticket>();
  readonly #threads = new Set<Thread>();
  readonly #running = new Map<Thread, Ticket>();
  /** What lane the last task of a thread was of. */
  readonly #lanes = new WeakMap<Thread, Lane>();
  /** Threads whose engine is not the one of the settings any more: they do no other task. */
  readonly #outdated = new Set<Thread>();
  /** Threads that are on their way out, perhaps still in native code. */
  readonly #leaving = new Set<Thread>();
  readonly #awaitingRate = new Set<() => void>();
  #workers: number;
  #rate: number | undefined;
  #deaths = 0;
  #disposed = false;

  constructor(private readonly options: PoolOptions) {
    this.#workers = Math.max(1, options.workers);
    this.budget = new Budget(options.memoryLimitMiB * mebibyte, options.memoryOption);
  }

  get workers(): number {
    return this.#workers;
  }

  /** The threads there are now. */
  get threads(): readonly Thread[] {
    return [...this.#threads];
  }

  /** Operations a second of one thread; undefined until one has come to life. */
  get measuredRate(): number | undefined {
    return this.#rate;
  }

  /** How many tasks wait for a thread or for memory. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** How many threads have died by themselves. */
  get deaths(): number {
    return this.#deaths;
  }

  /** Bytes of prepared layers one thread may keep beside those its task needs: half the limit, shared. */
  get share(): number {
    return this.budget.limit / 2 / this.#workers;
  }

  configure(workers: number, memoryLimitMiB: number): void {
    this.#workers = Math.max(1, workers);
    this.budget.resize(memoryLimitMiB * mebibyte);
    this.#retire();
    this.pump();
  }

  /** Has other threads take the place of those there are, which end when they are idle. */
  renew(): void {
    for (const thread of this.threads) {
      this.#outdated.add(thread);
      if (!this.#running.has(thread)) void thread.terminate();
    }
  }

  /** Operations a second of one thread, measured in the first; starts it when there is none yet. */
  async rate(): Promise<number> {
    if (this.#rate === undefined && !this.#disposed) {
      if (this.#threads.size === 0) this.#start();
      await new Promise<void>((resolve) => this.#awaitingRate.add(resolve));
    }
    return this.#rate ?? usualRate;
  }

  /** Runs a task when its turn comes and its memory is free. Rejects with BadInput or Cancelled. */
  run<K extends TaskKind>(
    kind: K,
    input: TaskInput<K>,
    options: Omit<TaskOptions<K>, 'log'>,
  ): Promise<TaskResult<K>> {
    const ticket = new Ticket(kind, input, { ...options, log: this.options.log });
    const refusal = this.budget.refusal(options.bytes, options.subject);
    if (this.#disposed) ticket.cancelled('nnsim is closing.');
    else if (options.signal?.aborted === true) ticket.cancelled();
    else if (refusal !== undefined) ticket.reject(new BadInput(refusal));
    else {
      const waiting = ticket as unknown as Ticket;
      this.#queue.push(waiting);
      ticket.whenAborted(() => this.#cancel(waiting));
      this.pump();
    }
    return ticket.promise;
  }

  /** Starts what may start. To be called when the urgency of waiting tasks has changed. */
  pump(): void {
    while (!this.#disposed) {
      const background = [...this.#running.values()].filter(
        (t) => t.urgency.priority === 'background',
      ).length;
      // One thread stays free of background work, so that what a person asks for never waits for it.
      const allowed = this.#workers === 1 || background < this.#workers - 1;
      const surplus = this.#running.size - this.#workers;
      // One more may run, where it is done within moments: nobody looks at a page that waits for a task of minutes.
      const may = ({ urgency, options }: Ticket): boolean =>
        surplus < 0 ? allowed || urgency.priority !== 'background' : surplus === 0 && options.brief === true;
      const ticket = this.#queue.peek(may);
      // What is too large for now is waited for: smaller work must not keep it waiting for ever.
      if (ticket === undefined || !this.budget.admits(ticket.options.bytes)) return;
      const idle = this.#idleThread(ticket.options.lane);
      this.#queue.remove(ticket);
      this.#begin(ticket, idle ?? this.#start());
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const ticket of [...this.#queue.drain(), ...this.#running.values()]) {
      ticket.cancelled('nnsim is closing.');
    }
    this.#tellRate();
    for (const thread of this.threads) void thread.terminate();
    await Promise.all([...this.#leaving].map(({ gone }) => gone));
  }

  /** Best the one that did the last task of the lane: two that end at once must not change places. */
  #idleThread(lane: Lane | undefined): Thread | undefined {
    const idle = this.threads.filter((thread) => !this.#running.has(thread));
    return idle.find((thread) => lane !== undefined && this.#lanes.get(thread) === lane) ?? idle[0];
  }

  #begin(ticket: Ticket, thread: Thread): void {
    const { id, kind, input, options } = ticket;
    this.#running.set(thread, ticket);
    if (options.lane !== undefined) this.#lanes.set(thread, options.lane);
    this.budget.take(options.bytes);
    const keep = options.bytes + this.#makeRoom(thread);
    thread.run(
      { id, kind, input, keep },
      ticket.listener(() => {
        this.#free(thread, ticket);
        this.pump();
        // Not before: what waits may need what the thread has prepared.
        this.#retire();
      }),
    );
    options.onStart?.();
  }

  /** Has idle threads give up layers when memory gets scarce; says how much this one may keep beside its task. */
  #makeRoom(thread: Thread): number {
    const left = Math.max(0, this.budget.limit - this.budget.used);
    const idle = this.threads.filter((other) => other !== thread && !this.#running.has(other));
    if (idle.reduce((sum, { kept }) => sum + kept, thread.kept) > left) {
      for (const other of idle) if (other.kept > 0) other.trim(0);
    }
    return Math.min(this.share, left);
  }

  #free(thread: Thread, ticket: Ticket): void {
    if (this.#running.get(thread) !== ticket) return;
    this.#running.delete(thread);
    this.budget.giveBack(ticket.options.bytes);
    if (this.#outdated.has(thread)) void thread.terminate();
  }

  #cancel(ticket: Ticket): void {
    if (this.#queue.remove(ticket)) {
      ticket.cancelled();
      this.pump();
      return;
    }
    const thread = this.threads.find((one) => this.#running.get(one) === ticket);
    if (thread === undefined) return;
    thread.cancel(ticket.id);
    const timer = setTimeout(() => {
      ticket.cancelled();
      void thread.terminate();
      // At once, so that the next task does not wait for its start.
      if (!this.#disposed && this.#threads.size < this.#workers) this.#start();
      this.pump();
    }, patience);
    const forget = (): void => clearTimeout(timer);
    ticket.promise.then(forget, forget);
  }

  #start(): Thread {
    const { workerPath: path, storage, engines } = this.options;
    const heapMiB = Math.max(leastHeapMiB, Math.ceil(this.budget.limit / mebibyte));
    const thread: Thread = new Thread({
      ...{ path, heapMiB, storage, role: 'computer', engine: engines.settings },
      onLoading: (accelerator) => engines.loads(accelerator),
      onEngine: (line) => engines.found(line),
      onReady: (rate) => {
        this.#rate = Math.max(this.#rate ?? 0, rate);
        this.#tellRate();
      },
      onEnd: (why) => this.#ended(thread, why),
    });
    this.#threads.add(thread);
    return thread;
  }

  #ended(thread: Thread, why: string): void {
    const ticket = this.#running.get(thread);
    this.#threads.delete(thread);
    this.#outdated.delete(thread);
    this.#running.delete(thread);
    this.#leaving.add(thread);
    void thread.gone.then(() => {
      this.#leaving.delete(thread);
      // What its task held is free only now: until then the next one may have to wait for it.
      if (ticket !== undefined) this.budget.giveBack(ticket.options.bytes);
      this.pump();
    });
    if (ticket !== undefined) {
      if (ticket.options.signal?.aborted === true) ticket.cancelled();
      else {
        this.#deaths++;
        const { subject } = ticket.options;
        this.options.log(`a worker thread ended while it worked on ${subject}: ${why}`);
        const advice = why.includes('memory') ? 'choose smaller layers or lower nnsim.workers' : 'try again';
        const death = `The thread that worked on ${subject} ended (${why}): ${advice}.`;
        ticket.reject(new BadInput(why === stuck ? stuckSentence(subject) : death));
      }
    }
    // Nobody may wait for the speed of a thread that never came to life.
    if (this.#threads.size === 0) this.#tellRate();
    this.pump();
  }

  #tellRate(): void {
    for (const tell of this.#awaitingRate) tell();
    this.#awaitingRate.clear();
  }

  /** Ends idle threads that are too many. */
  #retire(): void {
    for (const thread of this.threads) {
      if (this.#threads.size <= this.#workers) return;
      if (!this.#running.has(thread)) void thread.terminate();
    }
  }
}
