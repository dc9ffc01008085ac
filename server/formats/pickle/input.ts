import { BadInput } from '../../tensors/badInput';
import type { Source } from '../bytes';
import { Stretch } from './values';

const firstBlock = 16_384;
const largestBlock = 2 ** 20;

/** A stretch of this many bytes or fewer that is text is read at once. */
const shortText = 65_536;
/** Lines are arguments of the oldest protocol. */
const longestLine = 2 ** 24;
/** Text that is held in memory, of the whole pickle. */
const mostText = 2 ** 28;

/**
 * The bytes of a pickle, forward only, through a window that moves along: of the file no more is read than the pickle
 * has, long strings not at all. Reading an argument is synchronous once `ready` has seen to it that it is there.
 */
export class Input {
  #window: Buffer = Buffer.alloc(0);
  /** The same bytes: a file of many tensors has numbers by the ten thousand, and a Buffer checks more for each. */
  #numbers = new DataView(new ArrayBuffer(0));
  /** Position of the window's first byte, and of the next byte, in the source. */
  #start: number;
  #at: number;
  #block = firstBlock;
  #text = 0;
  #frameEnd = -1;

  /** @param where the file (and member) for messages, `size` where the source ends */
  constructor(
    readonly source: Source,
    readonly where: string,
    start: number,
    private readonly size: number,
  ) {
    this.#start = this.#at = start;
  }

  /** Position of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** Throws BadInput that names the file and a position in it. */
  fail(what: string, at = this.#at): never {
    throw new BadInput(`${this.where}: the pickle ${what} at byte ${at}.`);
  }

  /** Whether the next `length` bytes are in the window, or as many as there are. */
  ready(length: number): boolean {
    return Math.min(this.#at + length, this.size) <= this.#start + this.#window.length;
  }

  /** Moves the window so that the next `length` bytes are in it, or as many as there are. */
  async fill(length: number): Promise<void> {
    const wanted = Math.min(Math.max(length, this.#block), this.size - this.#at);
    this.#block = Math.min(2 * this.#block, largestBlock);
    const bytes = await this.source.read(this.#at, wanted);
    this.#window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#start = this.#at;
  }

  /** The next byte. */
  byte(): number {
    const byte = this.#window[this.#at - this.#start];
    if (byte === undefined || this.#at >= this.size) this.fail('ends before its STOP instruction');
    this.#at++;
    return byte;
  }

  /** The next bytes, which are in the window. */
  take(length: number): Buffer {
    const from = this.#pass(length);
    return this.#window.subarray(from, from + length);
  }

  /** The next bytes as a number, the lowest byte first. */
  uint16(): number {
    return this.#numbers.getUint16(this.#pass(2), true);
  }

  uint32(): number {
    return this.#numbers.getUint32(this.#pass(4), true);
  }

  int32(): number {
    return this.#numbers.getInt32(this.#pass(4), true);
  }

  uint64(): bigint {
    return this.#numbers.getBigUint64(this.#pass(8), true);
  }

  /** A float64, the highest byte first. */
  double(): number {
    return this.#numbers.getFloat64(this.#pass(8));
  }

  /** Passes over a string and says where it is. */
  stretch(length: number, kind: Stretch['kind']): Stretch {
    if (this.#at + length > this.size) this.#runsPast(length);
    const stretch = new Stretch(this.source, this.where, this.#at, length, kind);
    this.#at += length;
    return stretch;
  }

  /**
   * Text of the next `length` bytes of UTF-8; where it lies, when it is long. A promise only where the file is waited
   * for: there may be millions.
   */
  text(length: number): string | Stretch | Promise<string | Stretch> {
    if (length > shortText) return this.stretch(length, 'text');
    this.#count(length);
    return this.ready(length) ? this.#utf8(length) : this.fill(length).then(() => this.#utf8(length));
  }

  /** Bytes of a string of Python 2: text when they are plain ASCII, else where they lie. */
  oldText(length: number): string | Stretch | Promise<string | Stretch> {
    if (length > shortText) return this.stretch(length, 'bytes');
    return this.ready(length) ? this.#ascii(length) : this.fill(length).then(() => this.#ascii(length));
  }

  #utf8(length: number): string {
    // Python writes lone surrogates in UTF-8; they become replacement characters here.
    const from = this.#pass(length);
    return this.#window.toString('utf8', from, from + length);
  }

  #ascii(length: number): string | Stretch {
    const before = this.#at;
    const bytes = this.take(length);
    if (bytes.every((byte) => byte < 0x80)) {
      this.#count(length);
      return bytes.toString('latin1');
    }
    return new Stretch(this.source, this.where, before, length, 'bytes');
  }

  /** The next line, byte by byte as characters, without its end; a promise where the file is waited for. */
  line(): string | Promise<string> {
    return this.#lineInWindow() ?? this.#distantLine();
  }

  #lineInWindow(): string | undefined {
    const from = this.#at - this.#start;
    const end = this.#window.indexOf(0x0a, from);
    if (end < 0) return undefined;
    const line = this.#window.toString('latin1', from, end);
    this.#pass(end + 1 - from);
    this.#count(line.length);
    return line;
  }

  async #distantLine(): Promise<string> {
    for (let length = 256; ; length *= 4) {
      if (!this.ready(length)) await this.fill(length);
      const line = this.#lineInWindow();
      if (line !== undefined) return line;
      if (length > longestLine) this.fail(`has a line of more than ${longestLine} bytes`);
      if (this.#at + length >= this.size) this.fail('ends within a line');
    }
  }

  /** A frame begins: it must lie in the pickle and in no other frame. */
  frame(length: bigint): void {
    if (this.#at < this.#frameEnd) this.fail('has a frame in a frame');
    const end = BigInt(this.#at) + length;
    if (end > BigInt(this.size))
      this.fail(`has a frame of ${length.toString()} bytes that runs past its end`);
    this.#frameEnd = Number(end);
  }

  /** An instruction that began at `start` has been read: no frame ends within it. */
  checkFrame(start: number): void {
    if (start < this.#frameEnd && this.#at > this.#frameEnd) {
      this.fail('has an instruction that runs past the end of its frame', start);
    }
  }

  /** Moves on, and says where in the window the bytes are. */
  #pass(length: number): number {
    if (this.#at + length > this.size) this.#runsPast(length);
    const from = this.#at - this.#start;
    this.#at += length;
    return from;
  }

  #count(length: number): void {
    this.#text += length;
    if (this.#text > mostText) this.fail(`has more than ${mostText} bytes of text`);
  }

  #runsPast(length: number): never {
    this.fail(`has a string or number of ${length} bytes that runs past its end`);
  }
}
