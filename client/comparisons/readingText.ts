/** Rules for dimensions and selections of rows as people type and read them. Pure: no editor. */
import type { ReadingChoice } from '../../server/protocol';

/** The axes of a rule: "features: 1" of "mean(features: 1)". */
export function axesOf(rule: string): string {
  return /\((.*)\)/.exec(rule)?.[1]?.trim() ?? '';
}

/** A rule with other axes. */
export function withAxes(rule: string, axes: string): string {
  const name = rule.replace(/\(.*/, '').trim();
  return axes.trim() === '' ? name : `${name}(${axes.trim()})`;
}

/** What a rule makes of the layers: "conv1: [2000, 64, 7, 7] becomes 2000 x 64 · mean over the positions". */
export function choiceText({ text, example, problem }: ReadingChoice): string {
  if (problem !== undefined) return problem;
  if (example === undefined) return text;
  const { tensor, shape, matrix } = example;
  return `${tensor}: [${shape.join(', ')}] becomes ${matrix.join(' x ')} · ${text}`;
}

/** What is as usual is not kept. */
export function chosenOf(
  rule: string,
  rows: string,
): { readonly rule: string | undefined; readonly rows: string | undefined } {
  const all = rows.trim() === '' || rows.trim() === 'all';
  return { rule: rule === 'flatten' ? undefined : rule, rows: all ? undefined : rows.trim() };
}
