import { BadInput } from '../tensors/badInput';
import type { Source } from './bytes';

/** A range of a source. */
export interface Piece {
  readonly source: Source;
  readonly start: number;
  readonly length: number;
}

/** Pieces that lie apart, read as if they followed each other. */
export class Joined implements Source {
  readonly size: number;
  /** The byte of the whole after each piece. */
  readonly #ends: readonly number[];

  /** @param path what the whole is, for messages; the caller has checked that the pieces are there */
  constructor(
    readonly path: string,
    private readonly pieces: readonly Piece[],
  ) {
    let end = 0;
    this.#ends = pieces.map(({ length }) => (end += length));
    this.size = end;
  }

  async read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (position < 0 || position + length > this.size) {
      throw new BadInput(
        `${this.path} is cut short or damaged: bytes ${position} to ${position + length} are needed, and it has ${this.size}.`,
      );
    }
    let index = this.#pieceAt(position);
    const first = this.pieces[index];
    const end = this.#ends[index] ?? 0;
    // Nearly always a range lies in one piece.
    if (first !== undefined && position + length <= end)
      return first.source.read(first.start + first.length - (end - position), length);
    const target = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    for (let done = 0; done < length; index++) {
      const piece = this.pieces[index];
      if (piece === undefined) break;
      const left = (this.#ends[index] ?? 0) - position - done;
      const count = Math.min(left, length - done);
      target.set(await piece.source.read(piece.start + piece.length - left, count), done);
      done += count;
    }
    return target;
  }

  /** The piece a byte is in, by bisection. */
  #pieceAt(position: number): number {
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
