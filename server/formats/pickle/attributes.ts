import { scalarInWords } from './words';
import { Dict, Tuple, type Called, type Value } from './values';

/** Where a PyTorch module keeps its parts: they are called by their own names. */
const moduleParts: ReadonlySet<Value> = new Set(['_parameters', '_buffers', '_modules']);

/** The parts of an object that is not made: what it would be made with, what would be set on it and put into it. */
export function* attributes(called: Called): Generator<readonly [string, Value]> {
  for (const [i, arg] of called.args.entries()) yield [String(i), arg];
  // With slots, the state is a pair: the attributes and the slots.
  const states = called.state instanceof Tuple ? called.state.items : [called.state ?? null];
  for (const [i, state] of states.entries()) {
    if (!(state instanceof Dict)) {
      yield [states.length === 1 ? 'state' : `state.${i}`, state];
      continue;
    }
    const isModule = state.entries.has('_parameters') && state.entries.has('_modules');
    for (const [key, value] of state.entries) {
      if (isModule && moduleParts.has(key) && value instanceof Dict) yield* named(value.entries);
      else yield [scalarInWords(key) ?? 'key', value];
    }
  }
  for (const [i, item] of (called.items ?? []).entries()) yield [String(i), item];
  if (called.dict !== undefined) yield* named(called.dict.entries);
}

function* named(entries: Iterable<readonly [Value, Value]>): Generator<readonly [string, Value]> {
  for (const [key, value] of entries) yield [scalarInWords(key) ?? 'key', value];
}
