import type { Answer, GroupInstance, GroupInstancePage } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { nameOfRow, type RowNames } from '../../tensors/rowNames';
import type { Members } from '../groupMembers';
import type { Headers } from '../headers';
import { instancesOf, rowNumbers } from '../view';
import type { GroupAnswers } from './groupAnswers';

/** The instances of a set, ready to be told page by page. */
export interface Listed {
  readonly answers: GroupAnswers;
  /** By model: the numbers of the instances that count; undefined: all of them. */
  readonly rows: readonly (readonly number[] | Int32Array | undefined)[];
  /** Rows that each instance becomes. */
  readonly rowsEach: number;
  /** What the instances of the first model are called. */
  readonly ids?: RowNames;
}

/** Where the instances of a set are in its files, and what they are called. */
export async function listed(
  { models, matched }: Pick<Members, 'models' | 'matched'>,
  answers: GroupAnswers,
  headers: Headers,
): Promise<Listed> {
  const [first] = models;
  const ids = matched?.ids[0];
  const names = ids === undefined ? undefined : (await headers.rows.names(ids)).names;
  return {
    answers,
    rows: models.map(({ stored, source }) => rowNumbers(source, instancesOf(stored, source)?.instances ?? 0)),
    rowsEach: first === undefined ? 1 : (instancesOf(first.stored, first.source)?.rowsEach ?? 1),
    ...(names !== undefined && { ids: names }),
  };
}

/** Some of the instances, those of which a measure says most first. Throws BadInput for a measure that says nothing of them. */
export function pageOfGroup(
  { answers, rows, rowsEach, ids }: Listed,
  { by, first, count }: { readonly by: string | undefined; readonly first: number; readonly count: number },
): GroupInstancePage {
  const { distributions, orders, classes, probabilities, truth } = answers;
  const order = orders[distributions.findIndex(({ measure }) => measure === by)];
  if (order === undefined || by === undefined)
    throw new BadInput(`There are no values of single instances by ${by ?? 'any measure'}.`);
  const instances = Array.from(order.subarray(first, first + count), (i): GroupInstance => {
    const instance = Math.floor(i / rowsEach);
    const numbers = rows.map((of) => of?.[instance] ?? instance);
    const id = ids === undefined ? undefined : nameOfRow(ids, numbers[0] ?? instance);
    const label = truth?.[i];
    return {
      rows: numbers,
      ...(rowsEach > 1 && { position: i % rowsEach }),
      ...(id !== undefined && { id }),
      ...(label !== undefined && { label }),
      answers: classes.map((of, at): Answer => {
        const probability = probabilities[at]?.[i];
        return { class: of[i] ?? 0, ...(probability !== undefined && { probability }) };
      }),
      values: answers.values.map((of) => of[i] ?? 0),
    };
  });
  return { by, total: order.length, first, instances };
}
