/** Notes that several measures of a pair have in common. Pure: no document. */
import type { Score } from '../../server/protocol';

/** Every note of two or more measures with the ids of those, in the order they came. */
export function commonNotes(scores: readonly Score[]): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const { measure, notes } of scores) {
    for (const note of new Set(notes)) owners.set(note, [...(owners.get(note) ?? []), measure]);
  }
  return new Map([...owners].filter(([, measures]) => measures.length > 1));
}
