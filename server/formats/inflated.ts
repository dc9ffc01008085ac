import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { BadInput } from '../tensors/badInput';
import type { Source } from './bytes';
import { crc32 } from './crc32';

const compressedBlock = 256 * 1024;
const inflatedBlock = 128 * 1024;

/** A deflated member of an archive: where its bytes are and what the archive declares of it. */
export interface Deflated {
  readonly source: Source;
  readonly offset: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc32: number;
}

/**
 * Reads a deflated member as if it were not: memory stays constant. Reading on from where the last read ended goes on
 * from there; reading before it starts again from the beginning, because the format allows nothing else. A member that
 * inflates to more or less than declared, or to another check sum, is refused.
 */
export class Inflated implements Source {
  #stream: AsyncIterator<Buffer> | undefined;
  /** Inflated and not handed out yet; it starts at `#position`. */
  #rest: Uint8Array = new Uint8Array(0);
  #position = 0;
  #inflated = 0;
  #sum = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param where the file and member, for messages */
  constructor(
    private readonly where: string,
    private readonly member: Deflated,
  ) {}

  /** Reads one after the other, even when they were asked for together. */
  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const result = this.#turn.then(() => this.#read(position, length));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Gives the memory of the stream back; the next read starts again from the beginning. */
  release(): Promise<void> {
    const result = this.#turn.then(() => this.#drop());
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #drop(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    this.#rest = new Uint8Array(0);
    await stream?.return?.();
  }

  async #read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const { size } = this.member;
    if (position < 0 || position + length > size) {
      throw new BadInput(
        `${this.where}: bytes ${position} to ${position + length} are needed, and it has ${size}.`,
      );
    }
    if (this.#stream === undefined || position < this.#position) await this.#restart();
    const target = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    await this.#advance(position - this.#position);
    await this.#advance(length, target);
    // What comes after the last byte decides whether the member is what it says.
    if (this.#position === size && this.#inflated === size) await this.#next();
    return target;
  }

  async #restart(): Promise<void> {
    await this.#drop();
    this.#position = this.#inflated = this.#sum = 0;
    const inflate = createInflateRaw({ chunkSize: inflatedBlock });
    // Errors reach the reader through the iterator.
    const stream = pipeline(Readable.from(this.#compressed()), inflate, () => undefined);
    this.#stream = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async *#compressed(): AsyncGenerator<Uint8Array> {
    const { source, offset, compressedSize } = this.member;
    for (let at = 0; at < compressedSize; at += compressedBlock) {
      yield await source.read(offset + at, Math.min(compressedBlock, compressedSize - at));
    }
  }

  /** Moves on by `length` bytes and puts them into `target`, if there is one. */
  async #advance(length: number, target?: Uint8Array): Promise<void> {
    for (let done = 0; done < length;) {
      if (this.#rest.length === 0 && !(await this.#next())) throw this.#bad('ends too early');
      const piece = this.#rest.subarray(0, length - done);
      target?.set(piece, done);
      this.#rest = this.#rest.subarray(piece.length);
      this.#position += piece.length;
      done += piece.length;
    }
  }

  /** Inflates some more; false at the end. */
  async #next(): Promise<boolean> {
    const { size, crc32: declared } = this.member;
    const result = await this.#pull();
    if (result?.done === false) {
      this.#rest = result.value;
      this.#inflated += result.value.length;
      if (this.#inflated > size) {
        await this.#drop();
        throw this.#bad(`inflates past its declared size: stopped at ${size} bytes`);
      }
      this.#sum = crc32(result.value, this.#sum);
      return true;
    }
    if (this.#inflated < size) throw this.#bad(`inflates to ${this.#inflated} of ${size} declared bytes`);
    if (this.#sum !== declared) throw this.#bad('does not match its check sum (CRC-32)');
    return false;
  }

  async #pull(): Promise<IteratorResult<Buffer> | undefined> {
    try {
      return await this.#stream?.next();
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw this.#bad('cannot be inflated');
    }
  }

  #bad(what: string): BadInput {
    return new BadInput(`${this.where} ${what}: the archive is damaged, write or copy it again.`);
  }
}
