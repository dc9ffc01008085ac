import { openModel } from '../formats/catalogue';
import type { ModelFile } from '../formats/format';
import { BadInput, quoted } from '../tensors/badInput';
import type { StoredTensor } from '../tensors/storedTensor';

/** A file as it was when its header was read. */
export interface FileStamp {
  readonly path: string;
  readonly identity: string;
}

/** Tensors of all open headers together; a header of 50,000 tensors takes some 10 MB. */
const tensorsKept = 200_000;
const filesKept = 16;
/** So long a file is taken to be under its path after it was found there. */
const believedMilliseconds = 100;

/** The model files a thread has open, those used last. */
export class OpenFiles {
  readonly #files = new Map<string, ModelFile>();
  readonly #turns = new Map<string, Promise<ModelFile>>();
  /** When each file was last found to be under its path. */
  readonly #seen = new WeakMap<ModelFile, number>();

  /** The file under a path as it is now; opened anew when it has changed. Throws BadInput. */
  async current(path: string): Promise<ModelFile> {
    // Two askers at once must not open one file twice; other files need not wait for a slow one.
    const before = this.#turns.get(path);
    const turn =
      before === undefined ? this.#now(path) : before.catch(() => undefined).then(() => this.#now(path));
    this.#turns.set(path, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(path) === turn) this.#turns.delete(path);
    }
  }

  async #now(path: string): Promise<ModelFile> {
    const known = this.#files.get(path);
    const now = performance.now();
    const isSame = known !== undefined && !(await known.changed());
    if (!isSame) await this.#close(path);
    const file = isSame ? known : await openModel(path);
    this.#seen.set(file, now);
    return this.#keep(path, file);
  }

  /** The file as it was stamped. Throws BadInput when it has changed since. */
  async stamped({ path, identity }: FileStamp): Promise<ModelFile> {
    const file = await this.current(path);
    if (file.identity === identity) return file;
    throw new BadInput(`${path} has changed on disk while it was being worked on: start again.`);
  }

  /**
   * The same for one of very many pairs: whether the file has changed is asked ten times a second at most. What is read is
   * of the file as it was stamped, also where another takes its place meanwhile.
   */
  async lately(stamp: FileStamp): Promise<ModelFile> {
    const known = this.#files.get(stamp.path);
    const age = performance.now() - ((known && this.#seen.get(known)) ?? -Infinity);
    const isBelieved = known?.identity === stamp.identity && age < believedMilliseconds;
    return isBelieved ? this.#keep(stamp.path, known) : this.stamped(stamp);
  }

  async #keep(path: string, file: ModelFile): Promise<ModelFile> {
    this.#files.delete(path);
    this.#files.set(path, file);
    let tensors = 0;
    for (const { tensors: some } of this.#files.values()) tensors += some.length;
    for (const [oldest, { tensors: some }] of [...this.#files]) {
      if (oldest === path || (this.#files.size <= filesKept && tensors <= tensorsKept)) break;
      tensors -= some.length;
      await this.#close(oldest);
    }
    return file;
  }

  async #close(path: string): Promise<void> {
    const file = this.#files.get(path);
    this.#files.delete(path);
    await file?.close();
  }
}

/** The tensor at a position of a file. Throws BadInput when there is none. */
export function tensorAt(file: ModelFile, index: number): StoredTensor {
  const tensor = file.tensors[index];
  if (tensor !== undefined) return tensor;
  throw new BadInput(`${quoted(file.path)} has no tensor number ${index}: it has ${file.tensors.length}.`);
}
