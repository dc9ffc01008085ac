import type { MeasureCall, Range, Score } from './measures';
import type { Disagreement } from './outputs';

/** How two files are compared: layer by layer on activations, or tensor by tensor over equal names on weights. */
export type ComparisonKind = 'activations' | 'weights';

/** What a person chose of how files are read. */
export interface Reading {
  /** File with one label for each row, for measures that need them. Absent: one beside the model, if it fits. */
  readonly labels?: string;
  /** How axes become rows and columns of activations: `mean`, `rows(features: 1)`. Absent: all but the first flattened. */
  readonly rule?: string;
  /** Which instances: `0:1000`, `sample 500 seed 1`, `label=3`, `id in ids.txt`. Absent: all. */
  readonly rows?: string;
  /**
   * Where the ids of rows are: for all files, or for each in their order, as FILE or FILE:TENSOR (`:TENSOR` is in the
   * file itself); `none`: row i of one file belongs to row i of every other. Absent: where the files have ids by their
   * names, rows are joined by them.
   */
  readonly ids?: readonly string[];
}

export interface ComparisonRequest extends Reading {
  readonly x: string;
  readonly y: string;
  /** Absent: found out from the tensors. */
  readonly kind?: ComparisonKind;
  readonly measure: MeasureCall;
}

/** One entry of the grid: layer x of the first file against layer y of the second. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly score: Score;
  readonly cached: boolean;
}

export interface Layer {
  readonly tensor: string;
  readonly shape: readonly number[];
  /** Rows and columns it is compared with, where they are not those of its first axis and the rest. */
  readonly matrix?: readonly [rows: number, columns: number];
}

export interface Estimate {
  readonly seconds: number;
  readonly bytes: number;
  readonly cached: number;
  readonly cells: number;
}

/** How many rows files have in common by their ids. */
export interface JoinedRows {
  readonly common: number;
  /** Rows of each file that another lacks. */
  readonly left: readonly number[];
}

/** What a comparison is about, known before its first cell. For `weights` x and y list the same names. */
export interface ComparisonPlan {
  readonly kind: ComparisonKind;
  readonly x: { readonly path: string; readonly layers: readonly Layer[] };
  readonly y: { readonly path: string; readonly layers: readonly Layer[] };
  /** The pairs that will be scored: all of them for activations, equal names for weights. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly measure: MeasureCall;
  /** Of the measure with these parameters. */
  readonly range: Range;
  /** What was left out and why: "3 tensors of seed1 have other row counts". */
  readonly notes: readonly string[];
  /** How the tensors became matrices and which instances count; absent: as usual. Never for weights. */
  readonly rule?: string;
  readonly rows?: string;
  /** The ids that were named, or none. */
  readonly ids?: readonly string[];
  /** Rows were joined by ids that stand in another order, or partly in one file only; absent: they belong by position. */
  readonly joined?: JoinedRows;
  readonly estimate: Estimate;
}

export interface Comparison extends ComparisonPlan {
  readonly cells: readonly Cell[];
  readonly seconds: number;
}

export type PartnerReason = 'baseline' | 'open' | 'previous step';

/** The similarity of an open model to one natural partner. */
export interface Partnership {
  readonly path: string;
  readonly partner: string;
  readonly reason: PartnerReason;
  readonly state: 'running' | 'done' | 'failed' | 'too costly';
  /** One number for the pair, and the words that say what it is: "mean debiased linear CKA of 3 equally named layers". */
  readonly value?: number;
  /** The name of the value in a word or two, for lenses and badges: "CKA". Present when the value is. */
  readonly label?: string;
  readonly caption: string;
  /** How often both answer differently; absent where the files hold no outputs, or until it is known. */
  readonly answers?: Disagreement;
  /** The scores behind the value. */
  readonly cells: readonly { readonly tensor: string; readonly score: Score }[];
}
