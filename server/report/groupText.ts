import type { GroupPairs, GroupReport, RunOrigin, Score } from '../protocol';
import { type NamedFile, namedFile } from './origins';
import { type ScoreRecord, scoreRecord } from './record';

/** What is known of a set: its scores, and every pair by one measure. */
export interface KnownOfGroup {
  readonly report: GroupReport;
  readonly pairs: GroupPairs;
  /** What the file of each model came of; null: it is the person's own. Absent: all are. */
  readonly ran?: readonly (RunOrigin | null)[];
}

/** One way to write it down as text. */
export interface GroupText {
  write(known: KnownOfGroup): string;
}

/** A score of the whole set, or of two of its models. */
export interface GroupRecord extends ScoreRecord {
  /** The files of the pair; null of the set as a whole. */
  readonly xFile: string | null;
  readonly yFile: string | null;
  /** What they were run on, where models were run for it; null: a file of the person's own. */
  readonly xInstances?: readonly string[] | null;
  readonly yInstances?: readonly string[] | null;
}

/** The files of the models. */
export function filesOf({ report: { models }, ran }: KnownOfGroup): readonly NamedFile[] {
  return models.map(({ path }, at) => namedFile(path, ran?.[at]));
}

/** The scores of the set, then those of its pairs. */
export function groupRecords(known: KnownOfGroup): {
  readonly set: readonly GroupRecord[];
  readonly pairs: readonly GroupRecord[];
} {
  const {
    report: { models, scores },
    pairs,
  } = known;
  const files = filesOf(known);
  const whole = (score: Score): GroupRecord => ({ ...scoreRecord(score, '', ''), xFile: null, yFile: null });
  return {
    set: scores.map(whole),
    pairs: pairs.pairs.map(({ x, y, score }) => {
      const [left, right] = [models[x], models[y]];
      return {
        ...scoreRecord(score, left?.tensor ?? '', right?.tensor ?? ''),
        xFile: files[x]?.file ?? null,
        yFile: files[y]?.file ?? null,
        ...(known.ran !== undefined && {
          xInstances: files[x]?.instances ?? null,
          yInstances: files[y]?.instances ?? null,
        }),
      };
    }),
  };
}
