/**
 * THE protocol: everything that crosses a process boundary between the editor, the language server, the command line
 * and the webviews. Plain data, no imports. Names from files travel as values, never as object keys.
 */

// ---- model files ---------------------------------------------------------------------------------------------

export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly unreadable?: string;
}

/** What the header of a file says. The tensors are fetched in pages: there may be 50,000 of them. */
export interface ModelSummary {
  readonly path: string;
  readonly format: string;
  readonly bytes: number;
  readonly tensorCount: number;
  /** Elements of all tensors together. */
  readonly elementCount: number;
  /** What the elements are, as far as the names tell: a checkpoint's parameters, or values of any kind. */
  readonly holds: 'parameters' | 'values';
  readonly metadata: readonly (readonly [string, string])[];
  readonly warnings: readonly string[];
  /** Element types and how many tensors have each, most frequent first. */
  readonly dtypes: readonly (readonly [string, number])[];
}

export interface Histogram {
  /** Edges of equal-width bins over the finite values; counts has one entry less. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface TensorStatistics {
  /** Position of the tensor in the file. */
  readonly index: number;
  readonly count: number;
  /** Over the finite values; null when there are none, or for a sum beyond float64. Deviation: of the population. */
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number | null;
  readonly zeros: number;
  readonly notANumber: number;
  readonly infinite: number;
  /** The first values row by row, three at most. Non-finite ones as text: NaN, Infinity, -Infinity. */
  readonly first: readonly (number | string)[];
  readonly histogram?: Histogram;
  /** Why there are no statistics, if reading failed; then every number is null or 0. */
  readonly error?: string;
}

// ---- measures ------------------------------------------------------------------------------------------------

export type ParameterValue = number | string | boolean;
/** Keys are parameter names of our own catalogue, never names from a file. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A measure with the parameters that differ from their defaults. */
export interface MeasureCall {
  readonly id: string;
  readonly parameters: ParameterValues;
}

export type ScoreStatus = 'ok' | 'degenerate' | 'undefined';

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
  /** One value per instance, where the measure is a mean of such values and they were asked for. */
  readonly perInstance?: readonly number[];
}

/** Smallest and largest possible value; null stands for an infinity. */
export type Range = readonly [number | null, number | null];

/** A measure's metadata as the editor and `nnsim measures --json` show it. */
export interface MeasureDescription {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly compares: string;
  readonly direction: 'similarity' | 'distance';
  /** With the default parameters. */
  readonly range: Range;
  readonly identity: number;
  readonly symmetric: boolean;
  readonly metric: boolean;
  readonly invariances: Readonly<Record<string, boolean>>;
  readonly needs: { readonly rows: number; readonly equalWidths: boolean; readonly labels: boolean };
  readonly parameters: readonly {
    readonly name: string;
    readonly kind: string;
    readonly default: ParameterValue;
    readonly summary: string;
    readonly choices?: readonly string[];
    readonly only?: { readonly parameter: string; readonly value: ParameterValue };
    readonly min?: number;
    readonly max?: number;
  }[];
  readonly deterministic: boolean;
  readonly formula: string;
  readonly summary: string;
  readonly caveats: readonly string[];
  readonly reference: { readonly text: string; readonly url?: string };
}

// ---- comparisons ---------------------------------------------------------------------------------------------

/** How two files are compared: layer by layer on activations, or tensor by tensor over equal names on weights. */
export type ComparisonKind = 'activations' | 'weights';

export interface ComparisonRequest {
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
}

export interface Estimate {
  readonly seconds: number;
  readonly bytes: number;
  readonly cached: number;
  readonly cells: number;
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
  /** The scores behind the value. */
  readonly cells: readonly { readonly tensor: string; readonly score: Score }[];
}

// ---- requests of the language server -------------------------------------------------------------------------
// Standard LSP does the rest: hover, document links, code lenses, work-done progress, $/cancelRequest.

/** Request name -> parameters and result. All paths are file system paths on the server's side. */
export interface Requests {
  /** The header of a model file. */
  'nnsim/open': { params: { path: string }; result: ModelSummary };
  'nnsim/tensors': { params: { path: string; first: number; count: number }; result: readonly TensorEntry[] };
  /** Statistics of all tensors in file order; each arrives by `nnsim/statistics` as soon as it is known. */
  'nnsim/computeStatistics': { params: { path: string; id: string }; result: null };
  'nnsim/measures': { params: Record<string, never>; result: readonly MeasureDescription[] };
  /** What a comparison would do and cost. */
  'nnsim/plan': { params: ComparisonRequest; result: ComparisonPlan };
  /** Runs a comparison; the plan and the cells arrive early by `nnsim/planned` and `nnsim/cells`. */
  'nnsim/compare': {
    params: ComparisonRequest & { id: string; workDoneToken?: string | number };
    result: Comparison;
  };
  /** Every applicable measure with its default parameters for one pair of layers. */
  'nnsim/pair': {
    params: {
      x: string;
      y: string;
      kind: ComparisonKind;
      tensorX: string;
      tensorY: string;
      workDoneToken?: string | number;
    };
    result: readonly Score[];
  };
  /** A finished comparison as text, the values at full precision. */
  'nnsim/export': { params: { comparison: Comparison; format: 'csv' | 'json' }; result: string };
}

export interface ServerNotifications {
  'nnsim/statistics': { id: string; statistics: readonly TensorStatistics[] };
  'nnsim/planned': { id: string; plan: ComparisonPlan };
  'nnsim/cells': { id: string; cells: readonly Cell[] };
  /** Replaces what was known about `path` and this partner. */
  'nnsim/partnership': Partnership;
  'nnsim/activity': Activity;
}

/** Notifications from the client. */
export interface ClientNotifications {
  /** A model file is shown in a tab, or no longer. Opening starts the background comparison when it is allowed. */
  'nnsim/shown': { path: string; visible: boolean };
  /** The person has granted trust to the workspace: the background may work from now on. */
  'nnsim/trusted': { trusted: boolean };
}

/** What the server is doing, for the status item. */
export interface Activity {
  readonly running: number;
  readonly waiting: number;
  /** Titles of the jobs under way. */
  readonly titles: readonly string[];
  readonly baseline: string | null;
}

/** Commands the server carries out by `workspace/executeCommand`; they work from any LSP client. */
export interface ServerCommands {
  /** Arguments: path, or null for none. */
  'nnsim.server.setBaseline': { args: [path: string | null]; result: null };
  'nnsim.server.clearCache': { args: []; result: { entries: number; bytes: number } };
  /** A Markdown report about versions, engine, workers, cache: nothing private but the paths of open models. */
  'nnsim.server.diagnostics': { args: []; result: string };
  'nnsim.server.compare': { args: [request: ComparisonRequest]; result: Comparison };
}

/**
 * Commands that lenses of the server point to; the client registers them (not for the palette). Arguments are file
 * system paths, not URIs.
 */
export interface ClientCommands {
  /** Opens the editor tab of a model file. */
  'nnsim.openPath': { args: [path: string] };
  /** Opens the comparison panel of two files and runs it. */
  'nnsim.comparePaths': { args: [x: string, y: string] };
}

/** Settings the server reads (`nnsim.*`). */
export interface Settings {
  /** Worker threads; 0 = one per core less one, at least one. */
  readonly workers: number;
  /** Most memory that running jobs may hold together, in MiB. */
  readonly memoryLimit: number;
  readonly background: {
    readonly enabled: boolean;
    /** A background comparison may cost at most this many estimated seconds. */
    readonly budgetSeconds: number;
  };
  /** Lens above paths to model files in source text. */
  readonly codeLens: boolean;
  readonly defaultMeasure: string;
}

/** `initializationOptions` of the server. */
export interface InitializationOptions {
  /** Folder for cache and journal; absent: the user's cache folder. */
  readonly storage?: string;
  readonly settings?: Partial<Settings>;
  /** In untrusted workspaces nothing starts by itself. */
  readonly trusted?: boolean;
}
