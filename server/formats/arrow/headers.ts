import { BadInput } from '../../tensors/badInput';
import { Flat } from './flat';
import type { Message } from './messages';

/** A header has some hundred bytes: those of a thousand batches stay. */
const memoryKept = 2 ** 20;
/** Shorter ones are read without their neighbourhood, which is mostly a body. */
const usualLength = 1024;

/** The headers of the batches of one model file: those used last stay in memory. */
export class Headers {
  // The first key is always the one that was not used for the longest time.
  readonly #known = new Map<Message, Flat>();
  #held = 0;

  /** Of a batch or dictionary. A promise only where it is read. Throws BadInput. */
  of(message: Message): Flat | Promise<Flat> {
    const header = this.#known.get(message);
    if (header === undefined) return this.#read(message);
    this.#known.delete(message);
    this.#known.set(message, header);
    return header;
  }

  /** Keeps what was read on the way. */
  keep(message: Message, header: Flat): void {
    if (!this.#known.has(message)) this.#held += message.metadataLength;
    this.#known.set(message, header);
    for (const oldest of this.#known.keys()) {
      if (this.#held <= memoryKept || oldest === message) break;
      this.#known.delete(oldest);
      this.#held -= oldest.metadataLength;
    }
  }

  async #read(message: Message): Promise<Flat> {
    const { file, metadata, metadataLength } = message;
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(metadataLength).buffer);
    if (metadataLength <= usualLength) await file.readApart(bytes, metadata);
    else await file.readInto(bytes, metadata);
    const isMarked = bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff;
    const where = `${file.path}: the batch at byte ${metadata}`;
    const header = Flat.root(where, bytes.subarray(isMarked ? 8 : 4)).table(2);
    if (header === undefined) throw new BadInput(`${where} has no header.`);
    this.keep(message, header);
    return header;
  }
}
