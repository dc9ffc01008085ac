import { Worker } from 'node:worker_threads';
import type { Failure, FromThread, ThreadData, ToThread } from './messages';
import { closeEntrance, waitUntilOutside } from './nativeCode';
import { stuck, usualPatience, Watchdog } from './watchdog';

/** What a thread tells about one task. */
export interface TaskListener {
  part(part: unknown): void;
  done(result: unknown): void;
  failed(failure: Failure): void;
}

export interface ThreadOptions extends Omit<ThreadData, 'flag' | 'contained'> {
  /** The bundle of worker.ts. */
  readonly path: string;
  /** Most memory for its JavaScript objects, in MiB; matrices lie outside. */
  readonly heapMiB: number;
  /** How long it may run contained code without an answer, in ms. */
  readonly patience?: number;
  /** It has come to life, and this is its speed. Tasks may be given to it before. */
  readonly onReady?: (rate: number) => void;
  /** It is going to load native code of this name; it goes on when this has returned. */
  readonly onLoading?: (accelerator: string) => void;
  /** What it has found out about an accelerator: a sentence. */
  readonly onEngine?: (line: string) => void;
  /** It has ended or is about to, whoever wanted it; its tasks will not be answered. `why` is a clause. */
  readonly onEnd: (why: string) => void;
}

/**
 * How long an ending thread is waited for, in ms. Native code is left after some 35 ms, after some 150 ms when it is
 * loaded; a client waits this long for its server. What has not come back by then is taken to be stuck.
 */
const longestLeave = 2000;
/** The entrances of all threads there are. */
const entrances = new Set<Int32Array>();

/** The end of the process ends its threads: not before they are out of native code. */
function leaveNativeCode(): void {
  for (const entrance of entrances) closeEntrance(entrance);
  // Node.js would wait for a stuck thread for ever.
  if (!waitUntilOutside(entrances, longestLeave)) process.kill(process.pid, 'SIGKILL');
}

/** One worker thread, seen from outside. */
export class Thread {
  /** Resolves when it has left the process, or is stuck in native code. */
  readonly gone: Promise<void>;
  readonly #flag = new Int32Array(new SharedArrayBuffer(12));
  readonly #entrance = this.#flag.subarray(2);
  readonly #contained = new Int32Array(new SharedArrayBuffer(4));
  readonly #watchdog: Watchdog;
  readonly #worker: Worker;
  readonly #tasks = new Map<number, TaskListener>();
  #giveUp: (() => void) | undefined;
  #ending: NodeJS.Timeout | undefined;
  #error: Error | undefined;
  #ended = false;
  #ready = false;
  #kept = 0;

  constructor(private readonly options: ThreadOptions) {
    const { path, heapMiB, role, storage, engine, patience = usualPatience } = options;
    this.#watchdog = new Watchdog(this.#contained, patience, () => this.#stop(new Error(stuck)));
    const workerData: ThreadData = {
      flag: this.#flag.buffer,
      contained: this.#contained.buffer,
      role,
      storage,
      engine,
    };
    this.#worker = new Worker(path, {
      workerData,
      name: `nnsim ${role}`,
      resourceLimits: { maxOldGenerationSizeMb: heapMiB },
    });
    this.#worker.on('message', (message: FromThread) => this.#receive(message));
    this.#worker.on('messageerror', (error) => this.#stop(error));
    this.#worker.on('error', (error: unknown) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    if (entrances.size === 0) process.once('exit', leaveNativeCode);
    entrances.add(this.#entrance);
    this.gone = new Promise((resolve) => {
      this.#giveUp = resolve;
      this.#worker.on('exit', (code) => {
        clearTimeout(this.#ending);
        entrances.delete(this.#entrance);
        if (entrances.size === 0) process.off('exit', leaveNativeCode);
        this.#end(whyEnded(code, this.#error));
        resolve();
      });
    });
  }

  /** Bytes of prepared layers it kept after its last task. */
  get kept(): number {
    return this.#kept;
  }

  run(task: Omit<ToThread & { type: 'run' }, 'type'>, listener: TaskListener): void {
    this.#tasks.set(task.id, listener);
    this.#worker.ref();
    this.#watchdog.wake();
    this.#send({ type: 'run', ...task });
  }

  /** Raises the flag that the task under way polls. */
  cancel(id: number): void {
    Atomics.store(this.#flag, 0, id);
  }

  /** Tells it to give up prepared layers. Only for a thread that is not busy. */
  trim(keep: number): void {
    this.#kept = Math.min(this.#kept, keep);
    this.#send({ type: 'trim', keep });
  }

  /**
   * Ends it at once, in the middle of whatever it does in JavaScript; a thread that is in native code ends by itself
   * as soon as it leaves it. No task is answered any more in either case. Resolves as `gone` does.
   */
  async terminate(): Promise<void> {
    this.#end('it was ended');
    this.#leave();
    await this.gone;
  }

  #send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromThread): void {
    if (message.type === 'ready') {
      this.#ready = true;
      this.#unrefWhenIdle();
      this.options.onReady?.(message.rate);
      return;
    }
    if (message.type === 'loading') {
      this.options.onLoading?.(message.accelerator);
      Atomics.store(this.#flag, 1, 1);
      Atomics.notify(this.#flag, 1);
      return;
    }
    if (message.type === 'engine') {
      this.options.onEngine?.(message.line);
      return;
    }
    const listener = this.#tasks.get(message.id);
    if (message.type === 'part') {
      listener?.part(message.part);
      return;
    }
    this.#kept = message.kept;
    this.#tasks.delete(message.id);
    this.#unrefWhenIdle();
    if (message.type === 'done') listener?.done(message.result);
    else listener?.failed(message.failure);
  }

  /** A thread without work must not keep the command line from ending. */
  #unrefWhenIdle(): void {
    if (this.#tasks.size === 0) this.#watchdog.sleep();
    if (this.#ready && this.#tasks.size === 0) this.#worker.unref();
  }

  #stop(error: Error): void {
    this.#error = error;
    this.#leave();
  }

  #leave(): void {
    if (!entrances.has(this.#entrance)) return;
    this.#ending ??= setTimeout(() => {
      // It still ends when it comes out, but nobody waits for that.
      this.#worker.unref();
      this.#giveUp?.();
    }, longestLeave);
    if (closeEntrance(this.#entrance)) void this.#worker.terminate();
  }

  #end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watchdog.sleep();
    this.#tasks.clear();
    this.options.onEnd(why);
  }
}

function whyEnded(code: number, error: Error | undefined): string {
  if (error === undefined) return `it ended with code ${code}`;
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'it ran out of memory';
  return error.message;
}
