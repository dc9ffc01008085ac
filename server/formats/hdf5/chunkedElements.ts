import { BadInput, quoted } from '../../tensors/badInput';
import { type ChunkCache, Chunked, rowMajor } from '../chunked';
import { type Codec, Damage, undo } from '../codec';
import type { Cells } from '../elements';
import type { StoredChunk } from './chunkGrid';
import { chunkIndex } from './chunkIndex';
import type { Storage } from './dataset';
import type { ListParts } from './listParts';
import type { ReadElements } from './storedElements';
import type { FoundDataset } from './walk';

type InChunks = Extract<Storage, { readonly kind: 'chunks' }>;

/** What does not get smaller may get a little larger. */
const fileBytes = (bytes: number): number => 2 * bytes + 2 ** 20;

/** How to read the elements of a dataset in chunks. */
export function chunkedElements(
  parts: ListParts,
  cache: ChunkCache<Cells>,
  dataset: FoundDataset,
  storage: InChunks,
): ReadElements {
  const { size } = dataset.type;
  const ofCells = [4, 2].find((bytes) => size % bytes === 0) ?? 1;
  const cells = size / ofCells;
  let chunked: Chunked<Cells> | undefined;
  return async (first, count) => {
    chunked ??= chunkedCells(parts, cache, dataset, storage, ofCells);
    const { buffer, byteOffset, byteLength } = await chunked.read(first * cells, count * cells);
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
}

/** The cells of the elements, which are one axis more. */
function chunkedCells(
  parts: ListParts,
  cache: ChunkCache<Cells>,
  { address, path, shape, limits, fill, type: { size } }: FoundDataset,
  { layout, codecs }: InChunks,
  ofCells: number,
): Chunked<Cells> {
  const find = chunkIndex(parts, layout, limits);
  /** Filters were not applied to it, for it reaches over the end. */
  const isPlain = (place: readonly number[]): boolean =>
    layout.hasPlainEdges &&
    place.some((at, axis) => (at + 1) * (layout.chunk[axis] ?? 1) > (shape[axis] ?? 1));
  const empty = fill && cellsOf(fill, ofCells);
  const chunk = [...layout.chunk, size / ofCells];
  const grid = { shape: [...shape, size / ofCells], chunk, strides: rowMajor(chunk) };
  const make = (count: number): Cells =>
    cellsOf(new Uint8Array(Buffer.allocUnsafeSlow(count * ofCells).buffer), ofCells);
  return new Chunked<Cells>(String(address), grid, make, cache, (coordinates) => {
    const place = coordinates.slice(0, -1);
    const stored = find(place);
    if (stored === undefined) return empty ?? 0;
    const applied = isPlain(place) ? [] : codecs.filter((_, i) => ((stored.skipped >>> i) & 1) === 0);
    return unpack(parts, path, stored, applied, layout.bytes).then((bytes) => cellsOf(bytes, ofCells));
  });
}

/** Bytes as cells of so many: they are larger to copy fewer, and whole numbers to stay as they are. */
function cellsOf(bytes: Uint8Array<ArrayBuffer>, ofCells: number): Cells {
  const { buffer, byteOffset, length } = bytes.byteOffset % ofCells === 0 ? bytes : bytes.slice();
  if (ofCells === 4) return new Uint32Array(buffer, byteOffset, length / 4);
  return ofCells === 2
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Uint8Array(buffer, byteOffset, length);
}

/** Reads and unpacks a chunk of so many bytes. Throws BadInput where it has others. */
async function unpack(
  { structures: { file, superblock } }: ListParts,
  path: string,
  { address, bytes }: StoredChunk,
  applied: readonly Codec[],
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const position = superblock.base + address;
  const damaged = (what: string): BadInput =>
    new BadInput(
      `${file.where} is damaged: the chunk at byte ${position} of ${quoted(path)} ${what}; write or copy it again.`,
    );
  if (!(position + bytes <= file.size) || bytes > fileBytes(length))
    throw damaged(`has ${bytes} bytes, which is too many`);
  try {
    return undo(applied, await file.source.read(position, bytes), length);
  } catch (error) {
    if (error instanceof Damage) throw damaged(error.message);
    throw error;
  }
}
