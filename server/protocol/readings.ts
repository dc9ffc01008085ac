import type { Layer, Reading } from './comparisons';

/** One rule for dimensions, and what it makes of the layers of a comparison. */
export interface ReadingChoice {
  /** In its short form, with the axes that were asked for: `mean(features: 1)`. */
  readonly rule: string;
  /** What it does, in a line. */
  readonly text: string;
  /** A layer with as many axes as any, and the matrix it becomes. Absent: there is none, or `problem` says why not. */
  readonly example?: Required<Layer>;
  /** Why the rule, or the selection of rows, does not fit the example: one sentence. */
  readonly problem?: string;
}

const titles: ReadonlyMap<string, string> = new Map([
  ['flatten', 'Flattened'],
  ['mean', 'Mean over positions'],
  ['max', 'Maximum over positions'],
  ['rows', 'Positions as rows'],
  ['first', 'First position'],
  ['last', 'Last position'],
]);

/** A rule in words: "Mean over positions (features: 1)". */
export function ruleWords(rule = 'flatten'): string {
  const end = rule.search(/\s*\(|$/);
  const name = rule.slice(0, end);
  const axes = rule.slice(end).trim();
  return `${titles.get(name) ?? name}${axes === '' ? '' : ` ${axes}`}`;
}

/** How layers are read, in words: "Mean over positions, rows 0:1000". */
export function readingWords({ rule, rows }: Pick<Reading, 'rule' | 'rows'>): string {
  const which =
    rows === undefined || rows === 'all'
      ? 'all rows'
      : rows.startsWith('sample')
        ? rows
        : `rows ${rows.replace(/^:(?!:)/, '0:')}`;
  return `${ruleWords(rule)}, ${which}`;
}
