import { BadInput } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { crc32c } from '../crc32';

/** An entry of a table: its key, and bytes [start, end) of the file that are its value. */
export interface Entry {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const footerBytes = 48;
/** 0xdb4775248b80fb57, little-endian. */
const magic = '57fb808b247547db';
/** Of a block: how it is compressed, and its check sum. */
const trailerBytes = 5;
/** Writers begin a new block after 256 KB. */
const largestBlock = 2 ** 26;
const mostEntries = 2_000_000;
const mostKeys = 256 * 2 ** 20;

/**
 * Reads the entries of a table of sorted keys, as LevelDB has them, in their order. Every block's check sum is compared.
 * github.com/google/leveldb, doc/table_format.md. Throws BadInput.
 */
export async function readTable(file: Bytes): Promise<Entry[]> {
  const { path, size } = file;
  if (size < footerBytes)
    throw new BadInput(
      `${path} is no TensorFlow checkpoint: it has ${size} bytes, fewer than ${footerBytes}.`,
    );
  const footer = Buffer.from(await file.read(size - footerBytes, footerBytes));
  if (footer.toString('hex', footerBytes - 8) !== magic) {
    throw new BadInput(
      `${path} is no index of a TensorFlow checkpoint, or is cut short: the bytes that end one are missing.`,
    );
  }
  const table = new Table(file);
  return table.entries(footer);
}

class Table {
  #keys = 0;
  #blocks = 0;

  constructor(private readonly file: Bytes) {}

  async entries(footer: Uint8Array): Promise<Entry[]> {
    const offset = this.file.size - footerBytes;
    // Before it: where the block of block names is, which is not needed.
    const numbers = new Varints(this, { offset, bytes: footer.subarray(0, footerBytes - 8) });
    numbers.next();
    numbers.next();
    const index = await this.#block(numbers.next(), numbers.next());
    const entries: Entry[] = [];
    for (const { start, end } of this.#parse(index)) {
      const handle = new Varints(this, {
        offset: start,
        bytes: index.bytes.subarray(start - index.offset, end - index.offset),
      });
      for (const entry of this.#parse(await this.#block(handle.next(), handle.next()))) {
        if (entries.push(entry) > mostEntries)
          throw new BadInput(`${this.file.path} has more than ${mostEntries} entries: no model has.`);
      }
    }
    return entries;
  }

  damaged(what: string): BadInput {
    return new BadInput(`${this.file.path} is damaged: ${what}; copy or download it again.`);
  }

  async #block(offset: number, size: number): Promise<Block> {
    const { file } = this;
    const end = offset + size + trailerBytes;
    if (!Number.isSafeInteger(end) || end > file.size)
      throw this.damaged(`a block of ${size} bytes at byte ${offset} runs past the end of the file`);
    // Blocks that overlap would make much of little.
    if (size > largestBlock || (this.#blocks += size) > file.size)
      throw this.damaged(`the block at byte ${offset} has ${size} bytes, which is too much`);
    const bytes = await file.read(offset, size + trailerBytes);
    const trailer = Buffer.from(bytes.buffer, size, trailerBytes);
    const [compression, declared] = [trailer.readUInt8(), trailer.readUInt32LE(1)];
    if (masked(crc32c(bytes.subarray(0, size + 1))) !== declared)
      throw this.damaged(`the block at byte ${offset} does not match its check sum (CRC-32C)`);
    if (compression === 1) {
      throw new BadInput(
        `${file.path} has blocks that are compressed with Snappy, which are not read: save the checkpoint with TensorFlow 2.`,
      );
    }
    if (compression !== 0)
      throw this.damaged(
        `the block at byte ${offset} is compressed in an unknown way, number ${compression}`,
      );
    return { offset, bytes: bytes.subarray(0, size) };
  }

  /** Keys are stored without what they share with the key before. */
  *#parse(block: Block): Generator<Entry> {
    const { offset, bytes } = block;
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const restarts = bytes.length < 4 ? NaN : view.readUInt32LE(bytes.length - 4);
    const limit = bytes.length - 4 - 4 * restarts;
    if (!(limit >= 0))
      throw this.damaged(`the block at byte ${offset} has no room for its ${restarts} restarts`);
    const numbers = new Varints(this, { offset, bytes: bytes.subarray(0, limit) });
    let key = '';
    while (numbers.at < limit) {
      const at = offset + numbers.at;
      const [shared, own, length] = [numbers.next(), numbers.next(), numbers.next()];
      const start = numbers.at + own;
      if (shared > key.length || start + length > limit)
        throw this.damaged(`the entry at byte ${at} runs past its block or shares more than there is`);
      // Keys are bytes; one character each.
      key = key.slice(0, shared) + view.toString('latin1', numbers.at, start);
      this.#keys += key.length;
      if (this.#keys > mostKeys)
        throw new BadInput(`${this.file.path} has names of more than ${mostKeys} bytes: no model has.`);
      numbers.at = start + length;
      yield { key, start: offset + start, end: offset + start + length };
    }
  }
}

/** Numbers of one to ten bytes, the low seven bits first. */
class Varints {
  at = 0;

  constructor(
    private readonly table: Table,
    private readonly block: Block,
  ) {}

  next(): number {
    const { bytes, offset } = this.block;
    const start = this.at;
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[this.at];
      if (byte === undefined) break;
      this.at++;
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw this.table.damaged(`there is no number at byte ${offset + start}`);
  }
}

/** Check sums are stored rotated and shifted, so that sums of sums stay good. */
export function masked(sum: number): number {
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
