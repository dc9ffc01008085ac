import { chunkTree } from './chunkTree';
import { chunkTree2 } from './chunkTree2';
import { fixedArray } from './fixedArray';
import { growingArray } from './growingArray';
import { type ChunkedShape, type FindChunk, gridOf, numberOf } from './chunkGrid';
import type { ChunkLayout, ChunkList } from './layout';
import type { ListParts } from './listParts';

type ListKind = Exclude<ChunkList['kind'], 'single'>;

const kinds: Readonly<
  Record<ListKind, (parts: ListParts, address: number, shape: ChunkedShape) => FindChunk>
> = {
  tree: chunkTree,
  tree2: chunkTree2,
  fixedArray,
  growingArray,
  none: (parts, address, { chunk, bytes, limits }) => {
    const counts = gridOf(parts, address, chunk, limits);
    return (place) => ({ address: address + numberOf(place, counts) * bytes, bytes, skipped: 0 });
  },
};

/** How to find the chunks of a dataset. Throws BadInput. */
export function chunkIndex(
  parts: ListParts,
  { list, chunk, bytes }: ChunkLayout,
  limits: readonly number[],
): FindChunk {
  if (list.kind !== 'single') return kinds[list.kind](parts, list.address, { chunk, bytes, limits });
  return (place) =>
    place.every((at) => at === 0) ? list : parts.fail(list.address, 'is the only chunk of more');
}
