import { endings } from '../protocol';
import type { Bytes } from './bytes';
import { readTree } from './flax/tree';
import type { Format, StoredTensor } from './format';
import { Joined } from './joined';
import { type Contents, openModelFile } from './modelFile';
import { contiguous, type Place } from './place';
import { isDType } from '../tensors/decode';

/** Trees of arrays as `flax.serialization` writes them, in MessagePack. github.com/google/flax */
export const flax: Format = {
  id: 'flax',
  title: 'Flax MessagePack',
  endings: endings.flax,
  // What is saved is a tree of names: a map.
  sniff: ([first = 0], fileName) =>
    fileName.toLowerCase().endsWith('.msgpack') &&
    ((first >= 0x80 && first <= 0x8f) || first === 0xde || first === 0xdf),
  open: (bytes) => openModelFile(bytes, flax.id, parseFlax),
};

async function parseFlax(bytes: Bytes): Promise<Contents> {
  const { arrays, metadata, warnings } = await readTree(bytes);
  const places = new Map<StoredTensor, Place | null>();
  for (const { name, dtype, shape, pieces } of arrays) {
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    const tensor: StoredTensor = { name, dtype, shape, order: 'C', bytes: size };
    if (!isDType(dtype)) {
      places.set({ ...tensor, unreadable: `Elements of type ${dtype} are not read.` }, null);
      continue;
    }
    const [piece] = pieces;
    const isWhole = pieces.length === 1 && piece !== undefined;
    const source = isWhole
      ? bytes
      : new Joined(
          bytes.path,
          pieces.map((each) => ({ ...each, source: bytes })),
        );
    places.set(tensor, contiguous(source, isWhole ? piece.start : 0, dtype));
  }
  return { places, metadata, warnings };
}
