import type { Reading, Score, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { layoutOf } from '../tensors/layout';
import {
  allRows,
  isNamed,
  parseRows,
  printRows,
  type RowSelection,
  selectedCount,
  selectedRows,
} from '../tensors/rowSelection';
import { parseRule, printRule, type Rule, ruleText, usualRule } from '../tensors/rule';

/** Instances of one file that have been found: by their ids, or by what they are called. */
export interface Picked {
  /** How many instances there are. */
  readonly of: number;
  /** Which of them become rows, in this order; in memory that threads share. */
  readonly numbers: Int32Array;
  /** sha-256 of both. */
  readonly digest: string;
}

/** How tensors become matrices: by which rule, and which of their instances. */
export interface View {
  readonly rule: Rule;
  readonly rows: RowSelection;
  /** Of one file: takes the place of `rows`. */
  readonly picked?: Picked;
}

export const usualView: View = { rule: usualRule, rows: allRows };

/** The view a person asked for. Throws BadInput. */
export function viewOf({ rule, rows }: Reading): View {
  return {
    rule: rule === undefined ? usualRule : parseRule(rule),
    rows: rows === undefined ? allRows : parseRows(rows),
  };
}

/** The view of tensors with so many instances: drawing all of them draws nothing. Throws BadInput where none is left. */
export function among(instances: number, view: View): View {
  const { rows } = view;
  if (isNamed(rows)) return view;
  if (instances > 0 && selectedCount(rows, instances) === 0)
    throw new BadInput(
      `The rows ${printRows(rows)} hold none of the ${instances} instances: they count from 0 to ${instances - 1}.`,
    );
  return rows.kind === 'sample' && rows.count >= instances ? { ...view, rows: allRows } : view;
}

/** The view in words of a request; what is usual is left out. */
export function printView({ rule, rows }: View): Pick<Reading, 'rule' | 'rows'> {
  const [text, selection] = [printRule(rule), printRows(rows)];
  return {
    ...(text !== printRule(usualRule) && { rule: text }),
    ...(selection !== printRows(allRows) && { rows: selection }),
  };
}

/** Whether tensors are seen as they are stored: the first axis counts the instances, all of them, and all else is columns. */
export function isUsual(view: View): boolean {
  const { rule, rows } = printView(view);
  return rule === undefined && rows === undefined;
}

/** Whether layers can be read in blocks of rows: activations, the first axis being the instances and all of them used. */
export function allowsBlocks({ rule, rows, picked }: View, meaning: string): boolean {
  return meaning === 'activations' && rows.kind === 'all' && picked === undefined && rule.instances === 0;
}

/** What scores and kept layers depend on of the rows. */
export function rowsKey({ rows, picked }: Pick<View, 'rows' | 'picked'>): unknown {
  return picked === undefined ? rows : { picked: picked.digest };
}

/** The numbers of the instances that become rows, of so many; undefined: all of them. */
export function rowNumbers(
  { rows, picked }: Pick<View, 'rows' | 'picked'>,
  instances: number,
): readonly number[] | Int32Array | undefined {
  if (picked !== undefined) return picked.numbers;
  return selectedRows(rows, instances);
}

/** The matrix that a tensor becomes, as if it were stored so; where it becomes none, why it cannot be read. */
export function viewed<T extends Pick<TensorEntry, 'shape' | 'dtype' | 'unreadable'>>(
  tensor: T,
  view: View,
): T {
  const layout = layoutOf(tensor.shape, view.rule);
  if (typeof layout === 'string') return { ...tensor, unreadable: tensor.unreadable ?? `it ${layout}` };
  const { instances, rowsEach, columns, reduce } = layout;
  const { rows, picked } = view;
  if (picked !== undefined && picked.of !== instances) {
    const reason = `it has ${instances} instances, and rows are found by name among ${picked.of}`;
    return { ...tensor, unreadable: tensor.unreadable ?? reason };
  }
  const count = picked?.numbers.length ?? (isNamed(rows) ? instances : selectedCount(rows, instances));
  const shape = [count * rowsEach, columns];
  // Means are not whole multiples of what is stored.
  return { ...tensor, shape, ...(reduce === 'mean' && { dtype: 'float64' }) };
}

/** How many instances a tensor has and how many rows each becomes; undefined where the rule does not fit. */
export function instancesOf(
  { shape }: Pick<TensorEntry, 'shape'>,
  { rule }: View,
): { readonly instances: number; readonly rowsEach: number } | undefined {
  const layout = layoutOf(shape, rule);
  return typeof layout === 'string' ? undefined : layout;
}

/** What to say of a rule that is not the usual one. */
export function ruleNotes(rule: Rule): readonly string[] {
  if (printRule(rule) === printRule(usualRule)) return [];
  const axis = rule.instances === 0 ? '' : `; instances are axis ${rule.instances}`;
  return [`Dimensions by the rule ${printRule(rule)}: ${ruleText(rule)}${axis}.`];
}

/** What to say beside a score that is not over all rows. */
export function rowNotes(rows: RowSelection): readonly string[] {
  if (rows.kind === 'all') return [];
  if (rows.kind === 'sample')
    return [
      `Over ${rows.count} instances drawn by seed ${rows.seed}: an estimate of the value over all of them.`,
    ];
  return [`Over the rows ${printRows(rows)} only.`];
}

/** A score with what to say of the rows it is over. */
export function withNotes(score: Score, notes: readonly string[]): Score {
  return score.value === null || notes.length === 0 ? score : { ...score, notes: [...score.notes, ...notes] };
}
