import { type Box, overlap } from '../box';
import type { Wire } from '../onnx/wire';
import { type BundleEntry, type Extent, readBundleEntry } from './bundle';
import { sliceKey } from './sliceKey';
import type { Entry } from './table';

/** A piece of a variable: which box of it, and what the index says of its values. */
export interface StoredPiece extends Box {
  readonly said: BundleEntry;
}

/** Partitioners make one for each server or device. */
const mostPieces = 10_000;

/**
 * The pieces of a variable that is stored in several, or why they do not make it up: sentences.
 * @param key of the variable, with the keys of all others in `entries`
 */
export async function readPieces(
  wire: Wire,
  entries: ReadonlyMap<string, Entry>,
  key: string,
  { type, shape, slices }: BundleEntry,
): Promise<readonly StoredPiece[] | string> {
  if (slices.length > mostPieces)
    return `It is stored in ${slices.length} pieces, and more than ${mostPieces} are not put together: save it in fewer.`;
  const pieces: StoredPiece[] = [];
  for (const slice of slices) {
    const box = boxOf(slice, shape);
    const entry = entries.get(sliceKey(key, slice));
    const where = `The piece ${textOf(slice)} of it`;
    if (box === undefined)
      return `${where} is outside of it: the index is damaged, copy or download it again.`;
    if (entry === undefined) return `${where} is not in the index: save the checkpoint again.`;
    const waiting = wire.hold(entry);
    if (waiting !== undefined) await waiting;
    const said = readBundleEntry(
      wire,
      entry,
      `piece ${textOf(slice)} of ${Buffer.from(key, 'latin1').toString()}`,
    );
    if (said.type !== type || said.shape.join() !== box.lengths.join() || said.slices.length > 0)
      return `${where} has another type or shape: the index is damaged, copy or download it again.`;
    pieces.push({ ...box, said });
  }
  return makesUp(shape, pieces)
    ? pieces
    : 'Its pieces overlap or leave gaps: the index is damaged, copy or download it again.';
}

function boxOf(slice: readonly Extent[], shape: readonly number[]): Box | undefined {
  if (slice.length !== shape.length) return undefined;
  const start = slice.map((extent) => extent?.start ?? 0);
  const lengths = slice.map((extent, axis) => extent?.length ?? shape[axis] ?? 0);
  const fits = shape.every((length, axis) => {
    const [at = 0, own = 0] = [start[axis], lengths[axis]];
    return Number.isSafeInteger(at + own) && own > 0 && at + own <= length;
  });
  return fits ? { start, lengths } : undefined;
}

/** As slices are written in Python. */
function textOf(slice: readonly Extent[]): string {
  const axes = slice.map((extent) =>
    extent === undefined ? ':' : `${extent.start}:${extent.start + extent.length}`,
  );
  return `[${axes.join(', ')}]`;
}

/** Whether every element is in one of the boxes and in no other. */
function makesUp(shape: readonly number[], boxes: readonly Box[]): boolean {
  const volume = (lengths: readonly number[]): number => lengths.reduce((product, one) => product * one, 1);
  if (boxes.reduce((sum, { lengths }) => sum + volume(lengths), 0) !== volume(shape)) return false;
  // Along the axis that is cut most often few reach into others.
  const cuts = shape.map((_, axis) => new Set(boxes.map(({ start }) => start[axis])).size);
  const axis = cuts.indexOf(Math.max(...cuts));
  const startOf = ({ start }: Box): number => start[axis] ?? 0;
  const sorted = boxes.toSorted((a, b) => startOf(a) - startOf(b));
  return sorted.every((box, i) => {
    const end = startOf(box) + (box.lengths[axis] ?? 1);
    for (let next = i + 1; next < sorted.length; next++) {
      const other = sorted[next];
      if (other === undefined || startOf(other) >= end) break;
      if (overlap(box, other) !== undefined) return false;
    }
    return true;
  });
}
