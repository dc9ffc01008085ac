import type { ComparisonKind, JoinedRows } from './comparisons';
import type { MeasureCall, MeasureDescription, ParameterValues } from './measures';

/** What one measure would take for a comparison or a pair, or why it does not apply; from headers only. */
export interface MeasureCost {
  readonly measure: string;
  /** Estimated, nothing taken from the cache; null when no pair can be scored. */
  readonly seconds: number | null;
  readonly bytes: number;
  /** Estimated to take so long that it is computed only when a person asks for it. */
  readonly slow: boolean;
  /** Pairs that can be scored. */
  readonly pairs: number;
  /** Why some or all pairs cannot, as a clause: "needs more rows than columns: 60 < 128". */
  readonly reason?: string;
  /** What a person can give so that it does apply. */
  readonly lacks?: 'labels';
}

export interface ComparisonCosts {
  readonly kind: ComparisonKind;
  readonly pairs: number;
  /** Every measure that compares this kind of thing, with its default parameters where no call was given, in catalogue order. */
  readonly measures: readonly MeasureCost[];
  /** Sizes of the pair with the widest layers. */
  readonly widest: { readonly rows: number; readonly columns: readonly [x: number, y: number] };
  /** There is a file with a label for each instance: the one that was named, else one beside the models. */
  readonly labels: boolean;
  /** That file. */
  readonly labelsFile?: string;
  /** Rows were joined by ids that stand in another order, or partly in one file only. */
  readonly joined?: JoinedRows;
}

/** The place of one form of a measure in a published test. */
export interface Evidence {
  /** What a good measure does in the test. */
  readonly test: string;
  readonly source: string;
  /** Which form of the measure was tested, where there are several. */
  readonly form?: string;
  readonly rank: number;
  readonly of: number;
  /** Found with code that computes something else than the definition. */
  readonly doubtful: boolean;
}

/** Everything known about one measure. */
export interface MeasurePage {
  readonly measure: MeasureDescription;
  /** What the letters of its definition stand for. */
  readonly notation: string | null;
  /** Choices and flags that change what it does not see. */
  readonly variants: readonly {
    readonly changed: ParameterValues;
    readonly invariances: Readonly<Record<string, boolean>>;
  }[];
  /** The changes in question with their names, in order. */
  readonly changes: readonly { readonly id: string; readonly title: string }[];
  readonly evidence: readonly Evidence[];
  readonly findings: readonly { readonly text: string; readonly source: string }[];
  readonly readingRules: readonly string[];
}

/** A question of the guide to a measure. */
export interface GuideQuestion {
  readonly id: string;
  readonly question: string;
  /** What the answer depends on, in plain words. */
  readonly why: string;
  /** More than one choice may be taken. */
  readonly several: boolean;
  readonly choices: readonly { readonly id: string; readonly title: string; readonly detail: string }[];
}

/** Choices taken, by question; a question without an answer leaves it open. */
export type GuideAnswers = Readonly<Record<string, readonly string[]>>;

export interface Suggestion {
  readonly measure: MeasureCall;
  readonly title: string;
  /** `doubtful`: it sees the right things, but little can be said with so few rows. */
  readonly fit: 'suits' | 'doubtful' | 'unsuitable';
  /** Why this one, and why not, as sentences. */
  readonly reasons: readonly string[];
  readonly objections: readonly string[];
  /** How it did in the published tests that count, as a sentence. */
  readonly evidence: string;
}

export interface Guidance {
  /** Those still worth asking: what the files tell is not asked. */
  readonly questions: readonly GuideQuestion[];
  /** All measures of representations, the best first. */
  readonly suggestions: readonly Suggestion[];
  /** How the order comes about and how to read it. */
  readonly rules: readonly string[];
}
