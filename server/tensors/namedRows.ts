import { isIdFile } from '../protocol';
import { BadInput, quoted } from './badInput';

/** Rows that are selected by what they are called. */
export type NamedRows =
  | { readonly kind: 'ids'; readonly names: readonly string[] }
  /** The ids that a file lists. */
  | { readonly kind: 'idFile'; readonly path: string }
  /** Classes, by their names or numbers. */
  | { readonly kind: 'labels'; readonly names: readonly string[] };

/** A name without blanks at its ends, commas and quotes needs none. */
const plain = /^[^\s",](?:[^",]*[^\s",])?$/;

/** Reads `label=3`, `label in cat, dog`, `id=img7`, `id in a, "b c"`, `id in ids.txt`; undefined: it is none. Throws BadInput. */
export function parseNamedRows(text: string): NamedRows | undefined {
  const [, word = '', sign = '', list = ''] =
    /^(labels?|class|ids?)(?:\s*(=)|\s+in\s)\s*(.*)$/is.exec(text) ?? [];
  if (word === '') return undefined;
  const kind = /^id/i.test(word) ? 'ids' : 'labels';
  const names = sign === '=' ? single(list, text) : split(list, text);
  const [only] = names;
  if (
    kind === 'ids' &&
    sign === '' &&
    names.length === 1 &&
    only !== undefined &&
    !only.inQuotes &&
    isIdFile(only.name)
  )
    return { kind: 'idFile', path: only.name };
  return { kind, names: [...new Set(names.map(({ name }) => name))] };
}

interface Name {
  readonly name: string;
  readonly inQuotes: boolean;
}

function single(written: string, whole: string): readonly Name[] {
  const names = split(written, whole);
  if (names.length === 1) return names;
  throw new BadInput(`${quoted(whole)} has several names after =: write in, as in label in 3, 5.`);
}

function split(list: string, whole: string): readonly Name[] {
  const names: Name[] = [];
  // Doubled quotes stand for one, as in CSV.
  const next = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  for (let more = true; more;) {
    const found = next.exec(list);
    const name = found?.[1]?.replaceAll('""', '"') ?? found?.[2]?.trim() ?? '';
    if (found === null || name === '')
      throw new BadInput(
        `${quoted(whole)} does not name rows: write names with commas between, each with quotes if it has blanks at its ends, commas or quotes.`,
      );
    names.push({ name, inQuotes: found[1] !== undefined });
    more = found[3] === ',';
  }
  return names;
}

/** Writes what `parseNamedRows` reads. */
export function printNamedRows(selection: NamedRows): string {
  if (selection.kind === 'idFile') return `id in ${selection.path}`;
  const [word, names] = [selection.kind === 'ids' ? 'id' : 'label', selection.names.map(printName)];
  const [only = ''] = names;
  return names.length === 1 ? `${word}=${only}` : `${word} in ${names.join(', ')}`;
}

function printName(name: string): string {
  return plain.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
