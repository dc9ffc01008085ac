import { BadInput } from '../../tensors/badInput';
import type { Interpret, Leaf } from './leaf';
import { attributes } from './attributes';
import { inWords, isPlainList, scalarInWords } from './words';
import { Called, Dict, List, Tuple, type Compound, type Value } from './values';

const deepest = 1000;
const mostLeaves = 1_000_000;
/** Characters of all names together. */
const mostNameText = 2 ** 28;
const mostMetadata = 1000;

/** The way to a part: its name and the way to what it is a part of. */
interface Way {
  readonly above: Way | null;
  readonly key: string;
  readonly depth: number;
}

interface Open {
  readonly way: Way | null;
  readonly value: Compound;
  readonly parts: Iterator<readonly [string, Value]>;
}

/** Where a compound value was first found, and which tensors lie in it: [begin, end) of all. */
interface Visit {
  readonly way: Way | null;
  readonly begin: number;
  end: number;
}

export interface Listing {
  readonly leaves: readonly { readonly name: string; readonly leaf: Leaf }[];
  readonly metadata: readonly (readonly [string, string])[];
  /** Parts that are the same object as one found before, which holds tensors: the names of both. */
  readonly repeated: readonly (readonly [string, string])[];
  readonly warnings: readonly string[];
}

/**
 * Lists all tensors in a value by dotted names, in the order of the pickle, and the numbers and short texts beside them.
 * Each part is entered once, without recursion: the value may be deep, contain itself, or be small and unfold to billions.
 * Throws BadInput when it lists too much.
 * @param where the file for messages
 * @param rootName what a tensor is called that is all there is
 */
export function walk(where: string, root: Value, rootName: string, interpret: Interpret): Listing {
  const leaves: { name: string; leaf: Leaf }[] = [];
  const metadata: (readonly [string, string])[] = [];
  const again: (readonly [Way | null, Visit])[] = [];
  const warnings = new Set<string>();
  const visits = new Map<Compound, Visit>();
  const open: Open[] = [];
  let text = 0;

  const name = (way: Way | null): string => {
    if (way === null) return rootName;
    const keys: string[] = [];
    for (let step: Way | null = way; step !== null; step = step.above) keys.push(step.key);
    text += keys.reduce((sum, key) => sum + key.length + 1, 0);
    if (text > mostNameText)
      throw new BadInput(`${where} has more than ${mostNameText} bytes of names of tensors.`);
    return keys.reverse().join('.');
  };

  const tell = (way: Way | null, words: string | null): void => {
    if (words !== null && way !== null && metadata.length < mostMetadata) metadata.push([name(way), words]);
  };

  const enter = (way: Way | null, value: Value): void => {
    const meaning =
      value === null || typeof value !== 'object' ? undefined : interpret(value, () => name(way));
    if (meaning !== undefined && 'leaf' in meaning) {
      if (leaves.length >= mostLeaves) throw new BadInput(`${where} has more than ${mostLeaves} tensors.`);
      leaves.push({ name: name(way), leaf: meaning.leaf });
      if (meaning.leaf.warning !== undefined) warnings.add(meaning.leaf.warning);
      return;
    }
    const words = meaning === undefined ? inWords(value) : undefined;
    if (words !== undefined) {
      tell(way, words);
      return;
    }
    if (value === null || typeof value !== 'object') return;
    const before = visits.get(value);
    if (before !== undefined) {
      again.push([way, before]);
      return;
    }
    visits.set(value, { way, begin: leaves.length, end: -1 });
    if (isPlainList(value)) {
      tell(way, `(${value.items.length} values)`);
      return;
    }
    if ((way?.depth ?? 0) >= deepest) {
      warnings.add(`The content is nested more than ${deepest} deep: what lies deeper is not listed.`);
      return;
    }
    if (meaning?.warning !== undefined) warnings.add(meaning.warning);
    const parts = meaning?.parts ?? partsOf(value);
    open.push({ way, value, parts: parts[Symbol.iterator]() });
  };

  enter(null, root);
  for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
    const next = current.parts.next();
    if (next.done === true) {
      open.pop();
      const visit = visits.get(current.value);
      if (visit !== undefined) visit.end = leaves.length;
      continue;
    }
    const [key, value] = next.value;
    const { way } = current;
    enter({ above: way, key, depth: (way?.depth ?? 0) + 1 }, value);
  }

  const repeated = again
    .filter(([, { begin, end }]) => end > begin)
    .slice(0, mostMetadata)
    .map(([way, visit]) => [name(way), name(visit.way)] as const);
  return { leaves, metadata, repeated, warnings: [...warnings] };
}

/** The parts of a value that nothing special is known of. */
function* partsOf(value: Compound): Generator<readonly [string, Value]> {
  if (value instanceof List || value instanceof Tuple) {
    for (const [i, item] of value.items.entries()) yield [String(i), item];
  }
  if (value instanceof Dict) {
    for (const [key, item] of value.entries) yield [scalarInWords(key) ?? 'key', item];
  }
  if (value instanceof Called) yield* attributes(value);
}
