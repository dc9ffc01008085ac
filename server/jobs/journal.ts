import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A journal nobody came back to within this time says nothing any more; in ms. */
const forgottenAfter = 86_400_000;
/** Above this size the journal is written anew with the running jobs only. */
const longestBytes = 65_536;

/** A job under way: its files. */
interface Line {
  readonly start?: number;
  readonly files?: readonly string[];
  readonly end?: number;
  /** Native code that is loaded from now on. */
  readonly loads?: string;
}

/**
 * Which jobs are under way, on disk, so that the next server knows what the last one died of. One file a process;
 * while nothing runs the file is gone. Where nothing can be written, nothing is remembered.
 */
export class Journal {
  readonly #file: string | undefined;
  readonly #running = new Map<number, readonly string[]>();
  /** Files of jobs that ended with their process, by the journal that tells of them. */
  readonly #left = new Map<string, Set<string>>();
  /** Native code that was loaded in a process that died in the middle of a job. */
  #suspectAccelerator: string | undefined;
  /** Native code loaded in this process. */
  #loaded: string | undefined;
  #next = 1;
  #bytes = 0;

  /** Reads what dead processes have left in `folder`; null: nothing is remembered. */
  constructor(
    folder: string | null,
    private readonly isAlive: (pid: number) => boolean = processIsAlive,
  ) {
    if (folder === null) return;
    const own = `${hostname()}-${process.pid}-`;
    this.#file = join(folder, `${own}${Date.now().toString(36)}.jsonl`);
    for (const name of listed(folder)) this.#collect(join(folder, name), name, own);
  }

  /** Files of jobs that were running when their process died, and that no job has finished since. */
  suspects(): readonly string[] {
    return [...new Set([...this.#left.values()].flatMap((files) => [...files]))];
  }

  /** The accelerator that was loaded when a process died in the middle of a job, if one was; told from the start. */
  suspectAccelerator(): string | undefined {
    return this.#suspectAccelerator;
  }

  /** Native code is going to be loaded, which may end the process. On disk when this returns, if a job is under way. */
  loads(accelerator: string): void {
    if (this.#loaded === accelerator) return;
    this.#loaded = accelerator;
    if (this.#running.size > 0) this.#write({ loads: accelerator });
  }

  /** A job begins. Returns what to call when it is over; `wellDone`: its files are no longer under suspicion. */
  begin(files: readonly string[]): (wellDone: boolean) => void {
    const id = this.#next++;
    this.#running.set(id, files);
    this.#write({ start: id, files, ...this.#loads() });
    return (wellDone) => {
      if (!this.#running.delete(id)) return;
      if (this.#running.size === 0) this.#remove(this.#file);
      else this.#write({ end: id });
      if (wellDone) this.#acquit(files);
    };
  }

  /** Jobs still under way end with the program, in good order. */
  dispose(): void {
    this.#running.clear();
    this.#remove(this.#file);
  }

  #collect(file: string, name: string, own: string): void {
    try {
      const old = Date.now() - statSync(file).mtimeMs > forgottenAfter;
      const pid = pidIn(name);
      // A journal under our own process id is of an earlier process that had it.
      const alive = !name.startsWith(own) && (pid === undefined || this.isAlive(pid));
      if (alive && !old) return;
      if (old) {
        if (!alive || pid === undefined) rmSync(file, { force: true });
        return;
      }
      const { running, loaded } = read(readFileSync(file, 'utf8'));
      const files = new Set(running.flat());
      if (files.size > 0) {
        this.#left.set(file, files);
        this.#suspectAccelerator = loaded ?? this.#suspectAccelerator;
      } else rmSync(file, { force: true });
    } catch {
      // It vanished meanwhile or cannot be read: another process sees to it, or nobody.
    }
  }

  #loads(): Pick<Line, 'loads'> {
    return this.#loaded === undefined ? {} : { loads: this.#loaded };
  }

  #acquit(files: readonly string[]): void {
    for (const [journal, suspects] of this.#left) {
      for (const file of files) suspects.delete(file);
      if (suspects.size > 0) continue;
      this.#left.delete(journal);
      this.#remove(journal);
    }
  }

  #write(line: Line): void {
    if (this.#file === undefined) return;
    const text = `${JSON.stringify(line)}\n`;
    try {
      if (this.#bytes === 0) mkdirSync(join(this.#file, '..'), { recursive: true });
      if (this.#bytes > longestBytes) {
        const lines = [...this.#running].map(
          ([start, files]) => `${JSON.stringify({ start, files, ...this.#loads() })}\n`,
        );
        writeFileSync(this.#file, lines.join(''));
        this.#bytes = lines.join('').length;
      } else {
        appendFileSync(this.#file, text);
        this.#bytes += text.length;
      }
    } catch {
      // A full or read-only disk must not keep anybody from comparing.
    }
  }

  #remove(file: string | undefined): void {
    if (file === this.#file) this.#bytes = 0;
    try {
      if (file !== undefined) rmSync(file, { force: true });
    } catch {
      // As above.
    }
  }
}

/** What a journal says of jobs that have begun and not ended, and of native code. Lines that are none are passed over. */
function read(text: string): { running: (readonly string[])[]; loaded: string | undefined } {
  let loaded: string | undefined;
  const running = new Map<number, readonly string[]>();
  for (const line of text.split('\n')) {
    const { start, files, end, loads } = parsed(line);
    if (typeof loads === 'string') loaded = loads;
    if (typeof start === 'number' && Array.isArray(files)) {
      running.set(
        start,
        files.filter((file) => typeof file === 'string'),
      );
    }
    if (typeof end === 'number') running.delete(end);
  }
  return { running: [...running.values()], loaded };
}

function parsed(line: string): Line {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The process id in the name of a journal of this machine. */
function pidIn(name: string): number | undefined {
  const prefix = `${hostname()}-`;
  const match = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length)) : null;
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch {
    return [];
  }
}

function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a living one.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
