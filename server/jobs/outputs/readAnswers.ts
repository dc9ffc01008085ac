import { magnitude } from '../../measures/preparations/magnitude';
import { predictions } from '../../measures/preparations/predictions';
import { probabilities } from '../../measures/preparations/probabilities';
import type { Instance, InstancePage } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { nameOfRow, type RowNames } from '../../tensors/rowNames';
import type { LabelSource } from '../labelReader';
import type { LayerSource } from '../layers';
import { tensorAt } from '../openFiles';
import { rowNumbers } from '../view';
import type { Workplace } from '../workplace';
import { type Answers, answersAt, answersOf } from './answers';

/** What is prepared of the outputs of a model. */
export const preparedOfOutputs = [magnitude, predictions, probabilities];

/** The outputs of two models. */
export interface OutputsInput {
  readonly x: LayerSource;
  readonly y: LayerSource;
  readonly labels?: LabelSource;
  /** Instances of each file. */
  readonly counts: readonly [number, number];
  /** Rows that each instance becomes. */
  readonly rowsEach: number;
  /** What the instances of the first file are called. */
  readonly ids?: RowNames;
}

/** Reads the outputs of two models and their labels. Labels that cannot be used are a remark. Throws BadInput. */
export async function readAnswers(
  { x, y, labels: source }: OutputsInput,
  at: Workplace,
): Promise<{ readonly answers: Answers; readonly classNames?: readonly string[] }> {
  const [left, right] = [
    await at.layers.get(x, preparedOfOutputs, Infinity),
    await at.layers.get(y, preparedOfOutputs, Infinity),
  ];
  at.poll();
  // What was read may be kept from a time when classes went by position, or by name.
  const named = x.classes?.names;
  const ofOutputs = named === undefined ? {} : { classNames: named };
  if (source === undefined)
    return { answers: answersOf(left.prepared, right.prepared, undefined), ...ofOutputs };
  try {
    const { labels } = await at.labels.get(source, x);
    const answers = answersOf(left.prepared, right.prepared, labels);
    if (named !== undefined) return { answers, ...ofOutputs };
    const file = await at.files.stamped(source.file);
    const classNames = file.classes?.get(tensorAt(file, source.index));
    return { answers, ...(classNames !== undefined && { classNames }) };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    // What is wrong with the outputs is wrong without labels, too.
    const answers = answersOf(left.prepared, right.prepared, undefined);
    return { answers: { ...answers, labelsProblem: error.message }, ...ofOutputs };
  }
}

/** Some of the instances that were chosen. */
export function pageOf(
  { x, y, counts, rowsEach, ids }: OutputsInput,
  answers: Answers,
  chosen: readonly number[],
  { first, count }: { readonly first: number; readonly count: number },
): InstancePage {
  const rowsX = rowNumbers(x, counts[0]);
  const rowsY = rowNumbers(y, counts[1]);
  const instances = chosen.slice(first, first + count).map((i): Instance => {
    const instance = Math.floor(i / rowsEach);
    const row = rowsX?.[instance] ?? instance;
    const id = ids === undefined ? undefined : nameOfRow(ids, row);
    return {
      row,
      rowY: rowsY?.[instance] ?? instance,
      ...(rowsEach > 1 && { position: i % rowsEach }),
      ...(id !== undefined && { id }),
      ...answersAt(answers, i),
    };
  });
  return { total: chosen.length, first, instances };
}
