import { quoted } from '../../tensors/badInput';
import type { StoredTensor } from '../../tensors/storedTensor';
import type { Contents } from '../modelFile';
import type { Place } from '../place';
import type { Interpret, Leaf } from './leaf';
import { namesInWords } from './names';
import type { Unpickled } from './unpickle';
import { walk } from './walk';

const pairsShown = 3;

/**
 * The tensors of a pickle as the contents of a model file.
 * @param where the file for messages
 * @param rootName what a tensor is called that is all the pickle holds
 */
export function contentsOf(
  where: string,
  { value, names }: Pick<Unpickled, 'value' | 'names'>,
  rootName: string,
  interpret: Interpret,
): Required<Pick<Contents, 'places' | 'metadata' | 'warnings'>> {
  const { leaves, metadata, repeated, warnings } = walk(where, value, rootName, interpret);
  const places = new Map<StoredTensor, Place | null>();
  const ties = new Ties();
  for (const { name, leaf } of leaves) {
    places.set({ name, ...leaf.tensor }, leaf.place);
    ties.add(name, leaf);
  }
  return {
    places,
    metadata,
    warnings: [
      ...namesInWords(names),
      ...warnings,
      ...pairs(ties.found, (name, first) => `Tensor ${name} is tied to ${first}: they share their values`),
      ...pairs(
        repeated,
        (name, first) => `${name} is the same object as ${first}: its tensors are listed once`,
      ),
    ],
  };
}

/** Finds tensors that are the same elements of the same storage. */
class Ties {
  readonly found: (readonly [string, string])[] = [];
  /** By storage: its only tensor so far, or the first one of each part. */
  readonly #homes = new Map<string, readonly [string, Leaf] | Map<string, string>>();

  add(name: string, leaf: Leaf): void {
    if (leaf.home === undefined) return;
    const { storage, part } = leaf.home;
    const known = this.#homes.get(storage);
    if (known === undefined) {
      this.#homes.set(storage, [name, leaf]);
      return;
    }
    const parts = known instanceof Map ? known : new Map([[known[1].home?.part() ?? '', known[0]]]);
    this.#homes.set(storage, parts);
    const own = part();
    const first = parts.get(own);
    if (first === undefined) parts.set(own, name);
    else this.found.push([name, first]);
  }
}

function pairs(
  all: readonly (readonly [string, string])[],
  sentence: (name: string, first: string) => string,
): string[] {
  const more = all.length - pairsShown;
  return all.slice(0, pairsShown).map(([name, first], i) => {
    const rest = i === pairsShown - 1 && more > 0 ? `, and ${more} more like this` : '';
    return `${sentence(quoted(name), quoted(first))}${rest}.`;
  });
}
