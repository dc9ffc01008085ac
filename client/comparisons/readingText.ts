/** Rules for dimensions and selections of rows as people type and read them. Pure: no editor. */
import { isAbsolute, join } from 'node:path';
import { isIdFile, type Reading, type ReadingChoice } from '../../server/protocol';

/** How layers are read, everything said. */
export interface ChosenReading {
  readonly rule: string;
  readonly rows: string;
  /** Where ids are; none: where the files have them. */
  readonly ids: readonly string[];
}

/** The axes of a rule: "features: 1" of "mean(features: 1)". */
export function axesOf(rule: string): string {
  return /\((.*)\)/.exec(rule)?.[1]?.trim() ?? '';
}

/** A rule with other axes. */
export function withAxes(rule: string, axes: string): string {
  const name = rule.replace(/\(.*/, '').trim();
  return axes.trim() === '' ? name : `${name}(${axes.trim()})`;
}

/** A rule with its choices, whatever its axes: "resi(tokens: last)" of "resi(tokens: last, features: 1)". */
export function withoutAxes(rule: string): string {
  const choices = axesOf(rule)
    .split(/\s*,\s*/)
    .filter((part) => !/^(?:instances|features)\b/.test(part));
  return withAxes(rule, choices.join(', '));
}

/** What a rule makes of a layer: "conv1: [2000, 64, 7, 7] becomes 2000 x 64"; empty where it makes none of any. */
export function exampleText({ example }: ReadingChoice): string {
  if (example === undefined) return '';
  const { tensor, shape, matrix } = example;
  return `${tensor}: [${shape.join(', ')}] becomes ${matrix.join(' x ')}`;
}

/** What is as usual is not kept. */
export function chosenOf({ rule, rows, ids }: ChosenReading): {
  readonly rule: string | undefined;
  readonly rows: string | undefined;
  readonly ids: readonly string[] | undefined;
} {
  const all = rows.trim() === '' || rows.trim() === 'all';
  return {
    rule: rule === 'flatten' ? undefined : rule,
    rows: all ? undefined : rows.trim(),
    ids: ids.length === 0 ? undefined : ids,
  };
}

/** What was chosen, with what is as usual. */
export function wholeReading({ rule = 'flatten', rows = 'all', ids = [] }: Reading): ChosenReading {
  return { rule, rows, ids };
}

/** What of it is asked of the server. */
export function askedReading(reading: ChosenReading): Pick<Reading, 'rule' | 'rows' | 'ids'> {
  const { rule, rows, ids } = reading;
  return { rule, rows, ...(ids.length > 0 && { ids }) };
}

/** Whether rows are selected by their labels, so that every measure depends on these. */
export function isByLabel(rows: string | undefined): boolean {
  return rows !== undefined && /^\s*(?:labels?|class)(?:\s*=|\s+in\s)/i.test(rows);
}

/** A selection whose list of ids lies in a folder, if it does not say in which. */
export function rowsWithFolder(rows: string, folder: string): string {
  const [, start, file] = /^(\s*ids?\s+in\s+)([^",]*[^",\s])\s*$/i.exec(rows) ?? [];
  return start === undefined || file === undefined || !isIdFile(file)
    ? rows
    : `${start}${inFolder(file, folder)}`;
}

/** "a.npy, b.npy:ids" as files of a folder, where they do not say of which. */
export function idsWithFolder(text: string, folder: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => (one === 'none' || one.startsWith(':') ? one : inFolder(one, folder)));
}

function inFolder(file: string, folder: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}

/** By what rows belong together, in a word or two. */
export function idsText(ids: readonly string[]): string {
  if (ids.length === 0) return 'by the ids of the files';
  return ids.includes('none') ? 'by position' : `by ${ids.join(', ')}`;
}
