import { type Box, boxAt, copyBox, overlap } from './box';
import { rowMajor } from './chunked';
import type { Values } from '../tensors/dtype';
import type { Place } from './place';

/** A box of an array, stored by itself row by row. */
export interface Piece extends Box {
  readonly place: Place;
}

/** An array of which boxes of any size are stored apart, read row by row. The caller has checked that they make it up. */
export class Pieces implements Place {
  /** @param single whether float32 holds the values exactly */
  constructor(
    private readonly shape: readonly number[],
    private readonly pieces: readonly Piece[],
    private readonly single: boolean,
  ) {}

  async read(first: number, count: number): Promise<Values> {
    const target = this.single ? new Float32Array(count) : new Float64Array(count);
    for (let done = 0; done < count;) {
      const { elements, ...box } = boxAt(this.shape, first + done, count - done);
      for (const piece of this.pieces) {
        const common = overlap(box, piece);
        if (common !== undefined) await copyFrom(piece, common, target, box, done);
      }
      done += elements;
    }
    return target;
  }
}

/** Copies what a piece has of a box that goes on in row-major order: so do its own elements, without a gap between. */
async function copyFrom(piece: Piece, common: Box, target: Values, box: Box, offset: number): Promise<void> {
  const { start, lengths } = common;
  const strides = rowMajor(lengths);
  const inTarget = rowMajor(box.lengths);
  const values = await piece.place.read(
    positionOf(start, piece.start, rowMajor(piece.lengths)),
    lengths.reduce((product, length) => product * length, 1),
  );
  const to = { strides: inTarget, offset: offset + positionOf(start, box.start, inTarget) };
  copyBox(values, { strides, offset: 0 }, target, to, lengths);
}

function positionOf(at: readonly number[], start: readonly number[], strides: readonly number[]): number {
  return at.reduce((sum, place, axis) => sum + (place - (start[axis] ?? 0)) * (strides[axis] ?? 1), 0);
}
