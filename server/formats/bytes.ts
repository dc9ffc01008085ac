import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  type BigIntStats,
} from 'node:fs';
import { open, opendir, realpath, stat, type FileHandle } from 'node:fs/promises';
import { BadInput } from '../tensors/badInput';
import { asBadInput, assertRegular } from './fileErrors';

/** Bytes that can be read in ranges: a file, or a member of an archive. */
export interface Source {
  /** Exactly `length` bytes from `position` on, in memory the caller owns. Throws BadInput when they are not there. */
  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Headers are read in many small pieces; each piece comes out of a page of this size. */
const pageBytes = 16_384;
const pagesKept = 64;
/** A disk or network that lets one wait so long for a page is asked for several at a time, without waiting for each. */
const farMilliseconds = 1;

/** A regular file, open for reading in ranges: for worker threads only. The only door to model data on disk. */
export class Bytes implements Source {
  readonly size: number;
  /** Real path, device, inode, size and times: differs whenever the content may differ. */
  readonly identity: string;
  /** How many names the file has on its disk. */
  readonly links: bigint;
  readonly #pages = new Map<number, Uint8Array | Promise<Uint8Array>>();
  readonly #opened: BigIntStats;
  /** Until then pages are not each followed by a look at the file's state, which takes longer than to read them. */
  #settled = false;
  /** Until then pages are read at once, which takes a tenth of the time where the disk is not waited for. */
  #isFar = false;

  private constructor(
    readonly path: string,
    /** The file's true place, symbolic links followed. */
    readonly realPath: string,
    private readonly handle: FileHandle,
    opened: BigIntStats,
  ) {
    this.#opened = opened;
    this.size = Number(opened.size);
    this.links = opened.nlink;
    this.identity = identityOf(realPath, opened);
  }

  /** Opens a file. Throws BadInput when there is none, it is no regular file or may not be read. Never waits. */
  static async open(path: string): Promise<Bytes> {
    let handle: FileHandle | undefined;
    try {
      // Before opening: the mere opening of a device can do something.
      assertRegular(path, await stat(path, { bigint: true }));
      // Without O_NONBLOCK, a FIFO that takes the file's place in between would wait for a writer for ever.
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const opened = await handle.stat({ bigint: true });
      assertRegular(path, opened);
      return new Bytes(path, await realpath(path), handle, opened);
    } catch (error) {
      await handle?.close();
      throw asBadInput(error, path);
    }
  }

  /** The first bytes of a file, at most so many, without ever waiting for the disk: for any thread. Throws BadInput. */
  static async readHead(path: string, most: number): Promise<Uint8Array> {
    const bytes = await Bytes.open(path);
    try {
      const head = new Uint8Array(Math.min(most, bytes.size));
      await bytes.#fill(head, 0);
      return head;
    } finally {
      await bytes.close();
    }
  }

  async read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    // Not from the shared pool: callers view the memory as wider elements and may keep it.
    const target = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    await this.readInto(target, position);
    return target;
  }

  /** Fills `target` with the bytes from `position` on. Throws BadInput as `read` does. */
  async readInto(target: Uint8Array, position: number): Promise<void> {
    const end = position + target.length;
    if (!Number.isSafeInteger(position) || position < 0 || end > this.size) {
      throw new BadInput(
        `${this.path} is cut short or damaged: bytes ${position} to ${end} are needed, and it has ${this.size}.`,
      );
    }
    if (target.length > pageBytes) return this.#fill(target, position);
    for (let at = position; at < end;) {
      const number = Math.floor(at / pageBytes);
      const page = await this.#page(number);
      const piece = page.subarray(at - number * pageBytes, end - number * pageBytes);
      target.set(piece, at - position);
      at += piece.length;
    }
  }

  /** Fills `target` at once, as code needs it that cannot wait: for worker threads only. Throws BadInput as `read` does. */
  readNow(target: Uint8Array, position: number): void {
    this.#fillNow(target, position, true);
  }

  /** Whether the file under this path is no longer the one that was opened: changed, replaced or deleted. */
  async changed(): Promise<boolean> {
    return Promise.all([stat(this.path, { bigint: true }), realpath(this.path)]).then(
      ([stats, place]) => identityOf(place, stats) !== this.identity,
      () => true,
    );
  }

  /** The header has been read: throws BadInput when the file was changed meanwhile. From now on each read asks that. */
  async settle(): Promise<void> {
    this.#settled = true;
    await this.#fill(new Uint8Array(0), 0);
  }

  async close(): Promise<void> {
    this.#pages.clear();
    await this.handle.close();
  }

  #page(number: number): Uint8Array | Promise<Uint8Array> {
    const page = this.#pages.get(number) ?? this.#readPage(number);
    // Re-inserted, so that the first key is always the page that was not used for the longest time.
    this.#pages.delete(number);
    this.#pages.set(number, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) break;
      this.#pages.delete(oldest);
    }
    return page;
  }

  #readPage(number: number): Uint8Array | Promise<Uint8Array> {
    const start = number * pageBytes;
    const page = new Uint8Array(Math.min(pageBytes, this.size - start));
    if (this.#settled || this.#isFar) return this.#fill(page, start).then(() => page);
    const before = performance.now();
    this.#fillNow(page, start, false);
    this.#isFar = performance.now() - before > farMilliseconds;
    return page;
  }

  #fillNow(target: Uint8Array, position: number, mustBeSame: boolean): void {
    try {
      for (let done = 0; done < target.length;) {
        const read = readSync(this.handle.fd, target, done, target.length - done, position + done);
        if (read === 0) throw this.#changedWhileOpen();
        done += read;
      }
      if (mustBeSame) this.#assertUnchanged(fstatSync(this.handle.fd, { bigint: true }));
    } catch (error) {
      throw asBadInput(error, this.path);
    }
  }

  async #fill(target: Uint8Array, position: number): Promise<void> {
    try {
      for (let done = 0; done < target.length;) {
        const { bytesRead } = await this.handle.read(target, done, target.length - done, position + done);
        if (bytesRead === 0) throw this.#changedWhileOpen();
        done += bytesRead;
      }
      if (this.#settled || target.length > pageBytes)
        this.#assertUnchanged(await this.handle.stat({ bigint: true }));
    } catch (error) {
      throw asBadInput(error, this.path);
    }
  }

  #assertUnchanged({ size, mtimeNs }: BigIntStats): void {
    if (size !== this.#opened.size || mtimeNs !== this.#opened.mtimeNs) throw this.#changedWhileOpen();
  }

  #changedWhileOpen(): BadInput {
    return new BadInput(`${this.path} was changed or cut short while it was open: open it again.`);
  }
}

/** Whether something is under a path. */
export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** What makes a folder a model is rarely behind so many names. */
const mostNames = 10_000;

/** The names in a folder, 10,000 at most; null for anything else. Throws BadInput for a folder that may not be read. */
export async function listFolder(path: string): Promise<ReadonlySet<string> | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
  } catch {
    // Whoever opens it says what is wrong.
    return null;
  }
  try {
    const names = new Set<string>();
    for await (const { name } of await opendir(path)) if (names.add(name).size >= mostNames) break;
    return names;
  } catch (error) {
    throw asBadInput(error, path);
  }
}

/** The true place of a folder, symbolic links followed. Throws BadInput. */
export async function realFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw asBadInput(error, path);
  }
}

/** A file in a folder that is looked through as a whole. */
export interface FileBelow {
  /** Where it is, from the folder on, with a slash after each folder. */
  readonly key: string;
  readonly path: string;
  /** Its true place, symbolic links of its own followed. */
  readonly realPath: string;
  readonly links: bigint;
  readonly size: number;
  /** Differs whenever its content may differ. */
  readonly stamp: string;
}

/**
 * All regular files in a folder and below, at most `most` of them, sorted: for worker threads only, because it does not
 * wait. Throws BadInput for more of them, and for a link to a folder, which may lead anywhere.
 */
export function filesBelow(folder: string, most: number): FileBelow[] {
  const files: FileBelow[] = [];
  const folders = [''];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    const path = `${folder}/${inside}`;
    try {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const [key, its] = [inside + entry.name, path + entry.name];
        if (entry.isDirectory()) folders.push(`${key}/`);
        else if (entry.isFile() || entry.isSymbolicLink()) {
          const stats = statSync(its, { bigint: true });
          if (stats.isDirectory())
            throw new BadInput(`${its} is a link to a folder, which is not followed: put the folder there.`);
          if (!stats.isFile()) continue;
          const realPath = entry.isSymbolicLink() ? realpathSync(its) : its;
          const stamp = identityOf(realPath, stats);
          files.push({ key, path: its, realPath, links: stats.nlink, size: Number(stats.size), stamp });
        }
        if (files.length + folders.length > most)
          throw new BadInput(`${folder} holds more than ${most} files, which are not looked through.`);
      }
    } catch (error) {
      throw asBadInput(error, path);
    }
  }
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A range of such a file: for worker threads only. Throws BadInput when it is no longer what it was. */
export function readBelow(
  { path, size, stamp, realPath }: FileBelow,
  position: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const changed = () => new BadInput(`${path} was changed or cut short while it was open: open it again.`);
  if (position + length > size) throw changed();
  const target = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (identityOf(realPath, fstatSync(descriptor, { bigint: true })) !== stamp) throw changed();
    for (let done = 0; done < length;) {
      const read = readSync(descriptor, target, done, length - done, position + done);
      if (read === 0) throw changed();
      done += read;
    }
    return target;
  } catch (error) {
    throw asBadInput(error, path);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function identityOf(realPath: string, s: BigIntStats): string {
  return [realPath, s.dev, s.ino, s.size, s.mtimeNs, s.ctimeNs].join('|');
}
