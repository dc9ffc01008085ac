import { quoted } from '../../tensors/badInput';
import type { StoredTensor } from '../../tensors/storedTensor';
import type { Contents } from '../modelFile';
import type { Place } from '../place';
import type { Interpret } from './leaf';
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
  const firsts = new Map<string, string>();
  const tied: (readonly [string, string])[] = [];
  for (const { name, leaf } of leaves) {
    places.set({ name, ...leaf.tensor }, leaf.place);
    if (leaf.sameAs === undefined) continue;
    const first = firsts.get(leaf.sameAs);
    if (first === undefined) firsts.set(leaf.sameAs, name);
    else tied.push([name, first]);
  }
  return {
    places,
    metadata,
    warnings: [
      ...namesInWords(names),
      ...warnings,
      ...pairs(tied, (name, first) => `Tensor ${name} is tied to ${first}: they share their values`),
      ...pairs(
        repeated,
        (name, first) => `${name} is the same object as ${first}: its tensors are listed once`,
      ),
    ],
  };
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
