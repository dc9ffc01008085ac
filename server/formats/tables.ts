/** What tables have in common, whatever the format they are stored in. */
import { quoted } from '../tensors/badInput';

const labelNames = new Set([
  ...['label', 'labels', 'class', 'classes', 'target', 'targets', 'category', 'y'],
  // The classes that a model answers with.
  ...['prediction', 'predictions', 'predicted'],
]);
const idNames = new Set([
  'id',
  'ids',
  'name',
  'names',
  'index',
  'key',
  'filename',
  'uuid',
  '__index_level_0__',
]);

/** What a column of text or whole numbers is for, by its name: classes of the rows, their ids, or anything else. */
export type Role = 'label' | 'id' | 'other';

/** The roles of columns by their names. A y beside an x is a coordinate, no label. */
export function rolesOf(names: readonly string[]): Role[] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const isPoint = lower.includes('x');
  return lower.map((name) => {
    if (labelNames.has(name) && !(name === 'y' && isPoint)) return 'label';
    return idNames.has(name) ? 'id' : 'other';
  });
}

/** Distinct texts a column of classes may have; a column with more names something else. */
export const mostClasses = 10_000;

/** Numbers the classes of a column in the order of their names: where all are numbers, of these. */
export class ClassNumbers {
  readonly names: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(texts: Iterable<string>) {
    this.names = ordered([...texts]);
    this.#numbers = new Map(this.names.map((name, number) => [name, number]));
  }

  /** The number of a class; NaN for a missing one. */
  of(name: string): number {
    return this.#numbers.get(name) ?? NaN;
  }
}

/** "9" comes before "10"; of texts that are the same number, and of texts otherwise, the order is that of the characters. */
function ordered(texts: readonly string[]): string[] {
  const sorted = [...texts].sort();
  const isNumber = (text: string): boolean => /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);
  return sorted.every(isNumber) ? sorted.sort((a, b) => Number(a) - Number(b)) : sorted;
}

/** Why a column of text cannot be read as numbers. */
export const textOnly = 'Text is no number.';
export const idText = 'It names the rows: text is no number.';

/** What to say of columns with numbers that are missing, and how many. */
export function missingNumbers(missing: ReadonlyMap<string, number>): string[] {
  const gaps = someOf([...missing].map(([name, count]) => `${count} in ${name}`));
  return missing.size === 0 ? [] : [`Missing values are read as NaN: ${gaps}.`];
}

const namesShown = 20;

/** Names for the metadata: some, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map(short).join(', ');
  return names.length <= namesShown ? shown : `${shown} and ${names.length - namesShown} more`;
}

function short(name: string): string {
  return quoted(name).slice(1, -1);
}
