import type { GroupChoice, GroupPairs, GroupReport, MeasureCall } from '../../server/protocol';
import { choiceOf } from '../comparisons/chosenOutputs';
import { readingOf } from '../comparisons/chosenReadings';

/** What the workspace remembers of the last comparison of a set of models. */
export interface GroupRecord {
  readonly choice: GroupChoice;
  /** The measure of its pairs; absent: the usual one. */
  readonly measure?: MeasureCall;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Milliseconds since 1970. */
  readonly when: number;
  /** What was compared: "outputs", or the name of a layer. */
  readonly subject?: string;
  /** Scores of the set, and the mean over its pairs. */
  readonly highlights: readonly GroupHighlight[];
  readonly message?: string;
}

/** A line of the tree: the value of one measure. */
export interface GroupHighlight {
  readonly measure: string;
  readonly title: string;
  readonly value: number;
}

/** A set of models has one record, whatever of them was compared. */
export const keyOfGroup = ({ models }: Pick<GroupChoice, 'models'>): string => JSON.stringify(models);

/** The highlights of a set: its scores that have a value, the mean over pairs last. */
export function highlightsOf(
  { scores }: Pick<GroupReport, 'scores'>,
  pairs: Pick<GroupPairs, 'mean'> | undefined,
  titleOf: (measure: string) => string,
): readonly GroupHighlight[] {
  // The share of instances that hang on the model says most at a glance.
  const first = scores.filter(({ measure }) => measure === 'hard.ambiguity');
  const whole = [...first, ...scores.filter((score) => !first.includes(score))].flatMap(
    ({ measure, value }) => (value === null ? [] : [{ measure, title: titleOf(measure), value }]),
  );
  const mean = pairs?.mean;
  if (mean === undefined || mean.value === null) return whole;
  const title = `${titleOf(mean.measure)}, mean over pairs`;
  return [...whole, { measure: mean.measure, title, value: mean.value }];
}

/** What of a value is a choice of models, and not what another version or a damaged store left. */
export function readChoice(value: unknown): GroupChoice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { models, tensor } = value as Partial<Record<keyof GroupChoice, unknown>>;
  if (!Array.isArray(models) || models.length < 2) return undefined;
  const paths = models.filter((path) => typeof path === 'string');
  if (paths.length !== models.length) return undefined;
  const { outputs, classes } = choiceOf(value);
  return {
    models: paths,
    ...(typeof tensor === 'string' && { tensor }),
    ...(outputs !== undefined && { outputs }),
    ...(classes !== undefined && { classes }),
    ...readingOf(value),
  };
}

/** Is this a record of a set? */
export function isGroupRecord(value: unknown): value is GroupRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { choice, state, highlights } = value as Partial<Record<keyof GroupRecord, unknown>>;
  return readChoice(choice) !== undefined && typeof state === 'string' && Array.isArray(highlights);
}
