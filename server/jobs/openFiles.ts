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

/** The model files a thread has open, those used last. */
export class OpenFiles {
  readonly #files = new Map<string, ModelFile>();
  readonly #turns = new Map<string, Promise<ModelFile>>();

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
    if (known !== undefined && !(await known.changed())) return this.#keep(path, known);
    await this.#close(path);
    return this.#keep(path, await openModel(path));
  }

  /** The file as it was stamped. Throws BadInput when it has changed since. */
  async stamped({ path, identity }: FileStamp): Promise<ModelFile> {
    const file = await this.current(path);
    if (file.identity === identity) return file;
    throw new BadInput(`${path} has changed on disk while it was being worked on: start again.`);
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
