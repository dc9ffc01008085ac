import type { OutputsKind, OutputsReport } from '../../protocol';
import { chosenInstances } from '../outputs/answers';
import { classTableOf } from '../outputs/classTable';
import { kindOf } from '../outputs/kindOf';
import { disagreementOf, distributionsOf, outcomesOf, rightShare } from '../outputs/outcomes';
import { type OutputsInput, pageOf, readAnswers } from '../outputs/readAnswers';
import type { Task } from './task';

/** What the values tell; which files and tensors they are of is known before. */
export interface OutputsResult extends Pick<
  OutputsReport,
  | 'rows'
  | 'labelsProblem'
  | 'classNames'
  | 'outcomes'
  | 'disagreement'
  | 'classes'
  | 'distributions'
  | 'leastSimilar'
> {
  readonly kinds: readonly [OutputsKind, OutputsKind];
  /** Why they were taken for that, where it is not what these are always told by. */
  readonly because: readonly [string | undefined, string | undefined];
  /** What else they may be: sentences. */
  readonly doubts: readonly string[];
  readonly accuracies: readonly [number | null, number | null];
}

/** Least similar instances that are told at once. */
const firstPage = { first: 0, count: 24 };

/** How two models differ in their outputs. Throws BadInput for outputs that cannot be read or do not go together. */
export const outputs: Task<OutputsInput, never, OutputsResult> = {
  async run(input, at) {
    const { answers, classNames } = await readAnswers(input, at);
    at.poll();
    const { x, y, labelsProblem } = answers;
    return {
      rows: x.n,
      kinds: [kindOf(x.representation), kindOf(y.representation)],
      because: [x.representation.takenBecause, y.representation.takenBecause],
      doubts: [...new Set([x, y].flatMap(({ representation: { doubt } }) => doubt ?? []))],
      accuracies: [rightShare(answers, 'x'), rightShare(answers, 'y')],
      ...(labelsProblem !== undefined && { labelsProblem }),
      ...(classNames !== undefined && { classNames }),
      outcomes: outcomesOf(answers),
      disagreement: disagreementOf(answers),
      classes: classTableOf(answers),
      distributions: distributionsOf(answers),
      leastSimilar: pageOf(input, answers, chosenInstances(answers, {}), firstPage),
    };
  },
};
