import { assertOwn } from '../beside';
import type { Bytes } from '../bytes';
import { crc32, crc32c } from '../crc32';
import { type FileBelow, filesBelow, readBelow } from '../filesBelow';
import { Members } from '../members';
import type { Part } from '../modelFile';
import { realFolder } from '../onDisk';
import { type Member, readDirectory } from '../zip';

/** Bytes by keys: the files of a folder, or the members of an archive. */
export interface Store {
  /** What it is, for messages. */
  readonly path: string;
  /** How many bytes there are under each key. */
  readonly sizes: ReadonlyMap<string, number>;
  /** What messages call the bytes under a key. */
  where(key: string): string;
  /** A range of the bytes under a key that is there. Throws BadInput. */
  read(key: string, position: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** To look at so many files whether they have changed takes a second. */
const mostFiles = 100_000;
/** What took so long is not done again at once: so many times as long passes before that. */
const longLook = 50;
const pause = 10;

/** A folder: all files in it were looked at when it was opened, so that no change of any is missed. */
export class FolderStore implements Store, Part {
  readonly sizes: ReadonlyMap<string, number>;
  readonly size: number;
  readonly identity: string;
  readonly #files: ReadonlyMap<string, FileBelow>;
  #lookAgain = 0;

  private constructor(
    readonly path: string,
    private readonly realPath: string,
    entry: Bytes,
  ) {
    const files = this.#look();
    this.#files = new Map(files.map((file) => [file.key, file]));
    this.sizes = new Map(files.map(({ key, size }) => [key, size]));
    this.size = files.reduce((sum, { size }) => sum + size, 0) - entry.size;
    this.identity = identityOf(files);
  }

  /** @param entry the file by which it is opened, whose bytes are counted with that. Throws BadInput. */
  static async open(path: string, entry: Bytes): Promise<FolderStore> {
    return new FolderStore(path, await realFolder(path), entry);
  }

  where(key: string): string {
    return `${this.path}/${key}`;
  }

  read(key: string, position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.#files.get(key);
    if (file === undefined) throw new RangeError(`${key} is not there`);
    // A link of its own may lead anywhere, and any bytes become numbers.
    const isLink = file.realPath !== file.path;
    assertOwn({ ...file, realPath: isLink ? file.realPath : `${this.realPath}/${key}` }, this.realPath);
    return Promise.resolve(readBelow(file, position, length));
  }

  changed(): Promise<boolean> {
    const start = performance.now();
    if (start < this.#lookAgain) return Promise.resolve(false);
    let changed = true;
    try {
      changed = identityOf(this.#look()) !== this.identity;
    } catch {
      // It is gone, or something is in it that was not.
    }
    const took = performance.now() - start;
    if (took > longLook) this.#lookAgain = start + pause * took;
    return Promise.resolve(changed);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #look(): FileBelow[] {
    return filesBelow(this.path, mostFiles);
  }
}

/** Two sums of the stamps of all files. */
function identityOf(files: readonly FileBelow[]): string {
  let [a, b] = [0, 0];
  for (const { key, stamp } of files) {
    const bytes = Buffer.from(`${key}\n${stamp}\n`);
    a = crc32(bytes, a);
    b = crc32c(bytes, b);
  }
  return `${files.length} files ${a} ${b}`;
}

/** A zip archive. */
export class ZipStore implements Store {
  readonly sizes: ReadonlyMap<string, number>;
  readonly #members: ReadonlyMap<string, Member>;
  readonly #open: Members;

  private constructor(
    private readonly bytes: Bytes,
    members: readonly Member[],
    prefix: string,
  ) {
    const inside = members.filter(({ name }) => name.startsWith(prefix) && !name.endsWith('/'));
    this.#members = new Map(inside.map((member) => [member.name.slice(prefix.length), member]));
    this.sizes = new Map([...this.#members].map(([key, { size }]) => [key, size]));
    this.#open = new Members(bytes);
  }

  static async open(bytes: Bytes): Promise<ZipStore> {
    const members = await readDirectory(bytes);
    return new ZipStore(bytes, members, commonFolder(members));
  }

  get path(): string {
    return this.bytes.path;
  }

  where(key: string): string {
    const member = this.#members.get(key);
    return member === undefined ? this.path : this.#open.where(member);
  }

  read(key: string, position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const member = this.#members.get(key);
    if (member === undefined) throw new RangeError(`${key} is not there`);
    return this.#open.source(member).read(position, length);
  }

  release(): Promise<void> {
    return this.#open.release();
  }
}

/** The folder that all members are in, if there is one: archivers put it before every name. */
function commonFolder(members: readonly Member[]): string {
  const [first] = members;
  const folder = /^[^/]+\//.exec(first?.name ?? '')?.[0] ?? '';
  return members.every(({ name }) => name.startsWith(folder)) ? folder : '';
}
