import { BadInput, quoted } from '../../tensors/badInput';
import { openBeside, plainPath } from '../beside';
import type { Bytes } from '../bytes';

/** Old exporters write one file for each tensor. */
const mostFiles = 1000;

/** Values of tensors in files beside the model. */
export class ExternalFiles {
  /** By the name in the model: the file, or why it is not used, as a sentence. */
  readonly #files = new Map<string, Bytes | string>();
  /** Tensors whose values are not there, and the reason for the first of them. */
  #missing = 0;
  #reason = '';

  constructor(private readonly path: string) {}

  get opened(): readonly Bytes[] {
    return [...this.#files.values()].filter((file) => typeof file !== 'string');
  }

  /** What to tell about the values that are not there. */
  get warnings(): readonly string[] {
    if (this.#missing === 0) return [];
    const some = this.#missing === 1 ? 'The values of 1 tensor' : `The values of ${this.#missing} tensors`;
    return [`${some} cannot be read. ${this.#reason}`];
  }

  /**
   * Where `bytes` bytes of a tensor's values lie, by the entries of `external_data`; a sentence when they cannot be
   * read. Throws BadInput for a location that leads out of the model's folder, and for entries that are no numbers.
   */
  async find(
    tensor: string,
    entries: ReadonlyMap<string, string>,
    bytes: number,
  ): Promise<{ file: Bytes; offset: number } | string> {
    const location = this.#location(tensor, entries.get('location') ?? '');
    const offset = this.#number(tensor, 'offset', entries.get('offset') ?? '0');
    const length = this.#number(tensor, 'length', entries.get('length') ?? String(bytes));
    if (length !== bytes) {
      throw new BadInput(
        `${this.path}: tensor ${quoted(tensor)} has ${length} bytes of values, its type and shape need ${bytes}.`,
      );
    }
    const file = await this.#open(location);
    if (typeof file === 'string') return this.#lacks(file);
    if (offset + bytes <= file.size) return { file, offset };
    const needs = `bytes ${offset} to ${offset + bytes} are needed, and it has ${file.size}`;
    return this.#lacks(`Its values lie outside the file ${quoted(location)}: ${needs}.`);
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((file) => file.close()));
  }

  #lacks(reason: string): string {
    if (this.#missing++ === 0) this.#reason = reason;
    return reason;
  }

  /** A name from a file is a plain relative path, or the model is refused. */
  #location(tensor: string, location: string): string {
    const plain = plainPath(location);
    if (plain !== undefined) return plain;
    throw new BadInput(
      `${this.path}: the external data path ${quoted(location)} of tensor ${quoted(tensor)} leaves the model folder or is no plain path.`,
    );
  }

  #number(tensor: string, key: string, text: string): number {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value)) return value;
    throw new BadInput(
      `${this.path}: the ${key} of the external data of tensor ${quoted(tensor)} is ${quoted(text)}, not a number of bytes.`,
    );
  }

  async #open(location: string): Promise<Bytes | string> {
    const known = this.#files.get(location);
    if (known !== undefined) return known;
    if (this.#files.size >= mostFiles) return `Its values are in a file beyond the first ${mostFiles}.`;
    const file = await this.#tryToOpen(location);
    this.#files.set(location, file);
    return file;
  }

  async #tryToOpen(location: string): Promise<Bytes | string> {
    try {
      return await openBeside(this.path, location);
    } catch (error) {
      if (error instanceof BadInput) return error.message;
      throw error;
    }
  }
}
