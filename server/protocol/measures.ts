export type ParameterValue = number | string | boolean;
/** Keys are parameter names of our own catalogue, never names from a file. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A measure with the parameters that differ from their defaults. */
export interface MeasureCall {
  readonly id: string;
  readonly parameters: ParameterValues;
}

export type ScoreStatus = 'ok' | 'degenerate' | 'undefined';

/** A number told beside a score: "rank of the first input" 28. */
export interface Detail {
  readonly name: string;
  readonly value: number;
}

export interface Curve {
  /** The parameter on the horizontal axis, in words: "tolerance". */
  readonly parameter: string;
  readonly points: readonly (readonly [parameter: number, value: number])[];
}

export interface Score {
  readonly measure: string;
  /** All parameters, defaults filled in. */
  readonly parameters: ParameterValues;
  /** null unless the status is ok. */
  readonly value: number | null;
  readonly status: ScoreStatus;
  /** Why there is no value, as a sentence. */
  readonly reason?: string;
  /** Rows compared. */
  readonly n: number;
  readonly seed?: number;
  /** What unrelated data of this size would score in expectation, where a closed form is known. */
  readonly chance?: number;
  /** Warnings about trust: "fewer rows than columns: ...". */
  readonly notes: readonly string[];
  /** Of an estimate from random draws: the standard deviation of the value over seeds, estimated from the draws. */
  readonly standardError?: number;
  /** Numbers that belong to the value: its parts, what was kept, the same by another convention. */
  readonly details?: readonly Detail[];
  /** The value as a function of one parameter, where the measure is meant to be read that way. */
  readonly curve?: Curve;
  /** One value per instance, where the measure is a mean of such values and they were asked for. */
  readonly perInstance?: readonly number[];
  /** The values of single classes, where the measure has some and they were asked for. */
  readonly perClass?: readonly ClassValues[];
}

/** What a score says of one class. */
export interface ClassValues {
  /** The number of the class: its column. */
  readonly class: number;
  /** What the files call it. */
  readonly name?: string;
  readonly values: readonly Detail[];
}

/** Smallest and largest possible value; null stands for an infinity. */
export type Range = readonly [number | null, number | null];

/** A measure's metadata as the editor and `nnsim measures --json` show it. */
export interface MeasureDescription {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  /** The family's heading, in plain words. */
  readonly familyTitle: string;
  readonly compares: string;
  readonly direction: 'similarity' | 'distance';
  /** With the default parameters. */
  readonly range: Range;
  /** The value for identical inputs; null where it is infinite or hangs on the data. */
  readonly identity: number | null;
  readonly identityVaries?: true;
  readonly symmetric: boolean;
  readonly metric: boolean;
  readonly invariances: Readonly<Record<string, boolean>>;
  /** The widest changes of one input it does not see, in words: "rotation and reflection", "scaling". */
  readonly unchangedBy: readonly string[];
  /** Changes that are special cases of those, and so not seen either. */
  readonly impliedUnchangedBy: readonly string[];
  /** Of how many models at least a set as a whole is scored, and what the score of one is; absent: the mean over pairs. */
  readonly group?: { readonly title: string; readonly models: number; readonly summary: string };
  readonly needs: {
    readonly rows: number;
    readonly equalWidths: boolean;
    readonly matchedRows: boolean;
    readonly labels: boolean;
  };
  readonly parameters: readonly {
    readonly name: string;
    readonly kind: string;
    readonly default: ParameterValue;
    readonly summary: string;
    readonly choices?: readonly string[];
    readonly only?: { readonly parameter: string; readonly value: ParameterValue };
    readonly min?: number;
    readonly max?: number;
    /** Of a number: whole numbers only. */
    readonly integer?: true;
  }[];
  /** No random draws with the default parameters. */
  readonly deterministic: boolean;
  /** In plain text. */
  readonly formula: string;
  /** The same in LaTeX. */
  readonly tex: string;
  readonly summary: string;
  readonly caveats: readonly string[];
  readonly reference: { readonly text: string; readonly url?: string };
}
