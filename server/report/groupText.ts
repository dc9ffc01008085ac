import type { GroupPairs, GroupReport, Score } from '../protocol';
import { type ScoreRecord, scoreRecord } from './record';

/** What is known of a set: its scores, and every pair by one measure. */
export interface KnownOfGroup {
  readonly report: GroupReport;
  readonly pairs: GroupPairs;
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
}

/** The scores of the set, then those of its pairs. */
export function groupRecords({ report: { models, scores }, pairs }: KnownOfGroup): {
  readonly set: readonly GroupRecord[];
  readonly pairs: readonly GroupRecord[];
} {
  const whole = (score: Score): GroupRecord => ({ ...scoreRecord(score, '', ''), xFile: null, yFile: null });
  return {
    set: scores.map(whole),
    pairs: pairs.pairs.map(({ x, y, score }) => {
      const [left, right] = [models[x], models[y]];
      return {
        ...scoreRecord(score, left?.tensor ?? '', right?.tensor ?? ''),
        xFile: left?.path ?? null,
        yFile: right?.path ?? null,
      };
    }),
  };
}
