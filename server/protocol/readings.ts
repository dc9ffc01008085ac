import type { JoinedRows, Layer, Reading } from './comparisons';

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
  ['resi', 'ReSi benchmark'],
]);

/** A rule in words: "Mean over positions (features: 1)". */
export function ruleWords(rule = 'flatten'): string {
  const end = rule.search(/\s*\(|$/);
  const name = rule.slice(0, end);
  const axes = rule.slice(end).trim();
  return `${titles.get(name) ?? name}${axes === '' ? '' : ` ${axes}`}`;
}

/** Selections are shown to so many characters; a list of ids may be long. */
const longest = 60;

/** How layers are read, in words: "Mean over positions, rows 0:1000, joined by id". */
export function readingWords({
  rule,
  rows,
  joined,
}: Pick<Reading, 'rule' | 'rows'> & { readonly joined?: JoinedRows }): string {
  return [ruleWords(rule), rowsWords(rows), ...(joined === undefined ? [] : ['joined by id'])].join(', ');
}

function rowsWords(rows: string | undefined): string {
  if (rows === undefined || rows === 'all') return 'all rows';
  if (rows.startsWith('sample')) return rows;
  const written = `rows ${rows.replace(/^:(?!:)/, '0:')}`;
  return written.length <= longest ? written : `${written.slice(0, longest - 1)}…`;
}
