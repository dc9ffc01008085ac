import { Dict, List, Name, Tuple, type Value } from './values';

const dictionaries: ReadonlySet<string> = new Set([
  'builtins.dict',
  'collections.OrderedDict',
  'collections.Counter',
  'collections.defaultdict',
]);

const lists: ReadonlySet<string> = new Set([
  'builtins.list',
  'builtins.set',
  'builtins.frozenset',
  'collections.deque',
]);

/**
 * What calling one of Python's own containers gives: this far a pickle may make something. undefined: it is none of
 * them, or it is called with what they do not take.
 * @param step called before values are copied with how many
 */
export function container(
  callee: Name,
  args: readonly Value[],
  step: (count: number) => void,
): List | Dict | Tuple | undefined {
  const name = callee.dotted;
  const [first, second] = args;
  if (first instanceof List || first instanceof Tuple) step(first.items.length);
  if (name === 'builtins.tuple') return first instanceof List ? new Tuple([...first.items]) : undefined;
  if (lists.has(name)) {
    if (first === undefined) return new List([]);
    return first instanceof List || first instanceof Tuple ? new List([...first.items]) : undefined;
  }
  if (!dictionaries.has(name)) return undefined;
  const content = name === 'collections.defaultdict' ? second : first;
  const dict = new Dict();
  if (content instanceof Dict) {
    step(content.entries.size);
    for (const [key, value] of content.entries) dict.set(key, value);
  } else if (content instanceof List) {
    step(content.items.length);
    for (const pair of content.items) {
      if (!(pair instanceof List || pair instanceof Tuple) || pair.items.length !== 2) return undefined;
      dict.set(pair.items[0] ?? null, pair.items[1] ?? null);
    }
  } else if (content !== undefined) return undefined;
  return dict;
}

/** What a call is called: of Python's way to make an object without calling its class, the class. */
export function callName(callee: Name, args: readonly Value[]): string {
  const name = callee.dotted;
  const [made] = args;
  const isMaking = name === 'copyreg._reconstructor' || name === 'copyreg.__newobj__';
  return isMaking && made instanceof Name ? made.dotted : name;
}
