import { constants, fstatSync, readSync, type BigIntStats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
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
/** A header read in pieces of so many bytes is read at once where the disk is not waited for; a data block never is. */
const nearBytes = 2 ** 19;
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

  /**
   * Opens a file. Throws BadInput when there is none, it is no regular file or may not be read. Never waits.
   * @param inFolder names the file that is opened instead of a folder; without it, folders are refused
   */
  static async open(path: string, inFolder?: (folder: string) => Promise<string>): Promise<Bytes> {
    let handle: FileHandle | undefined;
    try {
      // Asked for at the same time; what is wrong with a path, the first says better.
      const asked = [stat(path, { bigint: true }), realpath(path)] as const;
      const [, place] = await Promise.allSettled(asked);
      const stats = await asked[0];
      if (inFolder !== undefined && stats.isDirectory()) return await Bytes.open(await inFolder(path));
      // Before opening: the mere opening of a device can do something.
      assertRegular(path, stats);
      if (place.status === 'rejected') throw place.reason;
      // Without O_NONBLOCK, a FIFO that takes the file's place in between would wait for a writer for ever.
      handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      // At once: a file that was opened just now is known to the system, even one on a network.
      const opened = fstatSync(handle.fd, { bigint: true });
      assertRegular(path, opened);
      return new Bytes(path, place.value, handle, opened);
    } catch (error) {
      await handle?.close();
      throw asBadInput(error, path);
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
    const end = this.#endOf(target, position);
    if (target.length > nearBytes) return this.#fill(target, position);
    if (target.length > pageBytes) return this.#fillNear(target, position);
    for (let at = position; at < end;) {
      const number = Math.floor(at / pageBytes);
      const page = await this.#page(number);
      const piece = page.subarray(at - number * pageBytes, end - number * pageBytes);
      target.set(piece, at - position);
      at += piece.length;
    }
  }

  /**
   * The same for a few bytes of a header that are far from all others: their page is not read. A promise only where
   * the disk is waited for.
   */
  readApart(target: Uint8Array, position: number): void | Promise<void> {
    this.#endOf(target, position);
    return this.#fillNear(target, position);
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
    if (this.#isFar) await this.#fill(new Uint8Array(0), 0);
    else this.#fillNow(new Uint8Array(0), 0, true);
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
    const page = Buffer.allocUnsafeSlow(Math.min(pageBytes, this.size - start));
    return this.#fillNear(page, start)?.then(() => page) ?? page;
  }

  /** At once where the disk was not waited for before. */
  #fillNear(target: Uint8Array, position: number): void | Promise<void> {
    if (this.#settled || this.#isFar) return this.#fill(target, position);
    const before = performance.now();
    this.#fillNow(target, position, false);
    this.#isFar = performance.now() - before > farMilliseconds;
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

  /** Where a range ends. Throws BadInput where the file does not have it. */
  #endOf({ length }: Uint8Array, position: number): number {
    const end = position + length;
    if (Number.isSafeInteger(position) && position >= 0 && end <= this.size) return end;
    throw new BadInput(
      `${this.path} is cut short or damaged: bytes ${position} to ${end} are needed, and it has ${this.size}.`,
    );
  }

  #assertUnchanged({ size, mtimeNs }: BigIntStats): void {
    if (size !== this.#opened.size || mtimeNs !== this.#opened.mtimeNs) throw this.#changedWhileOpen();
  }

  #changedWhileOpen(): BadInput {
    return new BadInput(`${this.path} was changed or cut short while it was open: open it again.`);
  }
}

/** Differs whenever the content of a file may differ. */
export function identityOf(realPath: string, s: BigIntStats): string {
  return [realPath, s.dev, s.ino, s.size, s.mtimeNs, s.ctimeNs].join('|');
}
