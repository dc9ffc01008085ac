/** The names closest to a mistyped one, best first: at most three, none further than a third of its letters. */
export function nearest(typed: string, names: readonly string[]): readonly string[] {
  const limit = Math.max(1, Math.floor(typed.length / 3));
  return names
    .filter(({ length }) => typed.length - length <= limit)
    .map((name) => ({ name, distance: name.startsWith(typed) && typed.length > 1 ? 0 : edits(typed, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Fewest insertions, deletions and replacements of one letter that turn `a` into `b` (Levenshtein). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
