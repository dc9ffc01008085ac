import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A name cut into its digits and what lies between them. */
interface Pattern {
  readonly words: readonly string[];
  readonly numbers: readonly bigint[];
}

/**
 * Numbers after these words tell runs, layers or parts of one model apart, not moments of training: two files that
 * differ in them are no steps of one run.
 */
const apart =
  /(?:seed|run|trial|fold|rank|rep|replica|model|net|version|layer|block|head|part|shard|of)[-_=.]?$/i;
const shard = /\d+-of-\d+/;

/**
 * The file among `names` that comes just before `name` in the natural order of their numbers: `step-0500.npz` before
 * `step-1000.npz`, `epoch=3-step=500.npz` before `epoch=4-step=1000.npz`. undefined when there is none.
 */
export async function previousName(name: string, names: readonly string[]): Promise<string | undefined> {
  const own = pattern(name);
  if (!own || shard.test(name)) return undefined;
  const [first = '', ending = ''] = [own.words[0], own.words.at(-1)];
  let best: { readonly name: string; readonly numbers: readonly bigint[] } | undefined;
  for (const [i, other] of names.entries()) {
    // A folder may hold a hundred thousand files.
    if (i % 2000 === 1999) await new Promise((resolve) => setImmediate(resolve));
    if (!other.startsWith(first) || !other.endsWith(ending)) continue;
    const theirs = pattern(other);
    if (!theirs || !isEarlierStep(theirs, own)) continue;
    if (!best || order(theirs.numbers, best.numbers) > 0) best = { name: other, numbers: theirs.numbers };
  }
  return best?.name;
}

/** The same in the folder of `path`; undefined when the folder cannot be listed. */
export async function previousStep(path: string): Promise<string | undefined> {
  try {
    const previous = await previousName(basename(path), await readdir(dirname(path)));
    return previous === undefined ? undefined : join(dirname(path), previous);
  } catch {
    return undefined;
  }
}

function pattern(name: string): Pattern | undefined {
  // The last ending is the format's: its digits (`.h5`) are no step.
  const stem = name.slice(0, name.lastIndexOf('.') === -1 ? undefined : name.lastIndexOf('.'));
  const ending = name.slice(stem.length);
  const parts = stem.split(/(\d{1,30})/);
  if (parts.length < 3) return undefined;
  return {
    words: [...parts.filter((_, i) => i % 2 === 0), ending],
    numbers: parts.filter((_, i) => i % 2 === 1).map(BigInt),
  };
}

function isEarlierStep({ words, numbers }: Pattern, own: Pattern): boolean {
  if (words.length !== own.words.length || words.some((word, i) => word !== own.words[i])) return false;
  let earlier = false;
  for (const [i, number] of numbers.entries()) {
    const mine = own.numbers[i] ?? 0n;
    if (number > mine) return false;
    if (number < mine) {
      if (apart.test(own.words[i] ?? '')) return false;
      earlier = true;
    }
  }
  return earlier;
}

function order(a: readonly bigint[], b: readonly bigint[]): number {
  for (const [i, number] of a.entries()) {
    const other = b[i] ?? 0n;
    if (number !== other) return number > other ? 1 : -1;
  }
  return 0;
}
