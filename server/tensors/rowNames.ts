/** One text for each row (its id, or the name of its class), packed so that threads share it without a copy. */
export interface RowNames {
  readonly count: number;
  /** The texts in UTF-8, one after the other. */
  readonly bytes: Uint8Array;
  /** Where each of them ends. */
  readonly ends: Uint32Array;
}

/** Bytes of the texts of one file; more could not be counted in 32 bits. */
const mostBytes = 2 ** 31;

/** Packs texts that come one after the other. */
export class NamePacker {
  #bytes = Buffer.allocUnsafe(2 ** 16);
  #length = 0;
  readonly #ends: Uint32Array;
  #count = 0;

  /** @param most how many texts may come */
  constructor(most: number) {
    this.#ends = new Uint32Array(new SharedArrayBuffer(4 * most));
  }

  /** Throws RangeError where the texts are too long together, or too many. */
  add(text: string): void {
    const most = this.#length + 3 * text.length;
    if (most > mostBytes || this.#count >= this.#ends.length)
      throw new RangeError('more names of rows than fit');
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(text, this.#length);
    this.#ends[this.#count++] = this.#length;
  }

  finish(): RowNames {
    const bytes = new Uint8Array(new SharedArrayBuffer(this.#length));
    bytes.set(this.#bytes.subarray(0, this.#length));
    return { count: this.#count, bytes, ends: this.#ends.subarray(0, this.#count) };
  }
}

/** Some texts, packed. */
export function packNames(texts: readonly string[]): RowNames {
  const packer = new NamePacker(texts.length);
  for (const text of texts) packer.add(text);
  return packer.finish();
}

/** The text of each row, in order. */
export function* unpackNames({ count, bytes, ends }: RowNames): Generator<string> {
  const all = bufferOf(bytes);
  for (let row = 0, start = 0; row < count; row++) {
    const end = ends[row] ?? start;
    yield all.toString('utf8', start, end);
    start = end;
  }
}

/** The text of one row; undefined where there is no such row. */
export function nameOfRow({ count, bytes, ends }: RowNames, row: number): string | undefined {
  if (row < 0 || row >= count) return undefined;
  return bufferOf(bytes).toString('utf8', row === 0 ? 0 : ends[row - 1], ends[row]);
}

/** Whether two files call their rows the same, in the same order. */
export function sameNames(a: RowNames, b: RowNames): boolean {
  return (
    a.count === b.count &&
    bufferOf(a.ends).equals(bufferOf(b.ends)) &&
    bufferOf(a.bytes).equals(bufferOf(b.bytes))
  );
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
