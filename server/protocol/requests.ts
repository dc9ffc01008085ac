import type { ComparisonCosts, GuideAnswers, Guidance, MeasurePage } from './advice';
import type {
  Cell,
  Comparison,
  ComparisonKind,
  ComparisonPlan,
  ComparisonRequest,
  Partnership,
  Reading,
} from './comparisons';
import type { GroupChoice, GroupInstancePage, GroupPairs, GroupReport, NoGroup } from './groups';
import type { MeasureCall, MeasureDescription, Score } from './measures';
import type { AxisStatistics, ModelSummary, TensorEntry, TensorSlice, TensorStatistics } from './models';
import type {
  InputPicture,
  InstanceChoice,
  InstancePage,
  NoOutputs,
  OutputsKind,
  OutputsReport,
  OutputsRequest,
} from './outputs';
import type { ReadingChoice } from './readings';
import type { KeptRun, ModelAnatomy, RunChoice, RunOrigin, RunOrigins } from './running';

// Standard LSP does the rest: hover, document links, code lenses, work-done progress, $/cancelRequest.

/** Request name -> parameters and result. All paths are file system paths on the server's side. */
export interface Requests {
  /** The header of a model file. */
  'nnsim/open': { params: { path: string }; result: ModelSummary };
  /** Here and below, `stamp` is that of the header that is shown: refused where the file has changed since. */
  'nnsim/tensors': {
    params: { path: string; stamp?: string; first: number; count: number };
    result: readonly TensorEntry[];
  };
  /** Values of one tensor, at most 4,000; a window that goes beyond the tensor ends with it. */
  'nnsim/slice': {
    params: {
      path: string;
      stamp?: string;
      index: number;
      firstRow: number;
      rows: number;
      firstColumn: number;
      columns: number;
    };
    result: TensorSlice;
  };
  'nnsim/axisStatistics': {
    params: { path: string; stamp?: string; index: number; axis: number };
    result: AxisStatistics;
  };
  /** Statistics of all tensors in file order; each arrives by `nnsim/statistics` as soon as it is known. */
  'nnsim/computeStatistics': { params: { path: string; stamp?: string; id: string }; result: null };
  'nnsim/measures': { params: Record<string, never>; result: readonly MeasureDescription[] };
  /** Everything known about one measure. */
  'nnsim/about': { params: { measure: string }; result: MeasurePage };
  /** Which measures suit a question; with two files, what their headers tell is not asked. */
  'nnsim/guide': {
    params: {
      answers: GuideAnswers;
      comparison?: { x: string; y: string; kind?: ComparisonKind } & Reading;
    };
    result: Guidance;
  };
  /**
   * What each measure would take for a comparison, or for one pair of its layers. Labels that do not fit are told where
   * they are needed.
   */
  'nnsim/costs': {
    params: Reading & {
      x: string;
      y: string;
      kind?: ComparisonKind;
      pair?: { tensorX: string; tensorY: string };
      /** Of these measures the cost of these calls, instead of that of their default parameters. */
      calls?: readonly MeasureCall[];
    };
    result: ComparisonCosts;
  };
  /** Every rule for dimensions, with the axes and rows given, and what it makes of the layers of two files. */
  'nnsim/readings': {
    params: { x: string; y: string } & Reading;
    result: readonly ReadingChoice[];
  };
  /** What a comparison would do and cost. */
  'nnsim/plan': { params: ComparisonRequest; result: ComparisonPlan };
  /** Runs a comparison; the plan and the cells arrive early by `nnsim/planned` and `nnsim/cells`. */
  'nnsim/compare': {
    params: ComparisonRequest & { id: string; workDoneToken?: string | number };
    result: Comparison;
  };
  /**
   * One pair of layers by the measures given, or by every one that compares such things, with default parameters. With
   * an id the scores arrive early by `nnsim/pairScores`, the cheap ones first; the result has them in the order asked.
   */
  'nnsim/pair': {
    params: Reading & {
      x: string;
      y: string;
      kind: ComparisonKind | 'outputs';
      /** Of outputs, what the columns are; absent: found out. */
      outputs?: OutputsKind;
      /** Of outputs, as in `nnsim/outputs`. */
      classes?: 'by-position';
      tensorX: string;
      tensorY: string;
      measures?: readonly MeasureCall[];
      id?: string;
      workDoneToken?: string | number;
    };
    result: readonly Score[];
  };
  /** How two models differ in their outputs; where the files hold none, a sentence that says so. */
  'nnsim/outputs': {
    params: OutputsRequest & { workDoneToken?: string | number };
    result: OutputsReport | NoOutputs;
  };
  /** At most 200 of the instances that such a report counts, the least similar first. `stamp`: of that report. */
  'nnsim/outputInstances': {
    params: OutputsRequest & InstanceChoice & { stamp?: string; first: number; count: number };
    result: InstancePage;
  };
  /** How similar the models of a set are; where nothing of them can be compared, a sentence that says so. */
  'nnsim/group': {
    params: GroupChoice & { workDoneToken?: string | number };
    result: GroupReport | NoGroup;
  };
  /** At most 200 instances of such a report, those first of which a measure says most. `stamp`: of that report. */
  'nnsim/groupInstances': {
    params: GroupChoice & { by: string; stamp?: string; first: number; count: number };
    result: GroupInstancePage;
  };
  /** Every pair of such a set by one measure. */
  'nnsim/groupPairs': {
    params: GroupChoice & { measure: MeasureCall; workDoneToken?: string | number };
    result: GroupPairs;
  };
  /** What `nnsim/group` and `nnsim/groupPairs` tell, as text with the values at full precision. */
  'nnsim/exportGroup': {
    params: GroupChoice & {
      measure: MeasureCall;
      format: 'csv' | 'json';
      /** Of each model; null: its file is the person's own. */
      ran?: readonly (RunOrigin | null)[];
    };
    result: string;
  };
  /** Instances that are pictures (the `inputs` of such a report): at most 50, of at most `side` x `side` pixels. */
  'nnsim/pictures': {
    params: { path: string; stamp?: string; index: number; rows: readonly number[]; side: number };
    result: readonly InputPicture[];
  };
  /** The inputs of a model that can be run, and the values it computes. Fails where it cannot be run. */
  'nnsim/anatomy': { params: { model: string }; result: ModelAnatomy };
  /** Runs a model on instances, unless that has been done before. Refused in an untrusted workspace. */
  'nnsim/run': { params: RunChoice & { workDoneToken?: string | number }; result: KeptRun };
  /** A finished comparison as text, the values at full precision. */
  /** `ran`: files of the cache are called by what they came of. */
  'nnsim/export': {
    params: { comparison: Comparison; format: 'csv' | 'json'; ran?: RunOrigins };
    result: string;
  };
  /**
   * Everything there is to say of the outputs of two models as text, every instance included; it arrives in parts by
   * `nnsim/exported`, in order, before the answer.
   */
  'nnsim/exportOutputs': {
    params: OutputsRequest & {
      id: string;
      format: 'csv' | 'json';
      workDoneToken?: string | number;
      ran?: RunOrigins;
    };
    result: null;
  };
}

export interface ServerNotifications {
  'nnsim/statistics': { id: string; statistics: readonly TensorStatistics[] };
  'nnsim/planned': { id: string; plan: ComparisonPlan };
  'nnsim/cells': { id: string; cells: readonly Cell[] };
  'nnsim/pairScores': { id: string; scores: readonly Score[] };
  'nnsim/exported': { id: string; text: string };
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

/** What multiplies large matrices: `auto` is ONNX Runtime where it is clearly faster, else WebAssembly. */
export const engineChoices = ['auto', 'wasm', 'onnxruntime', 'tfjs', 'blas'] as const;

export type EngineChoice = (typeof engineChoices)[number];

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
  readonly engine: EngineChoice;
  /** File of the BLAS library for the engine `blas`; empty: one that is found. */
  readonly blasLibrary: string;
}

/** `initializationOptions` of the server. */
export interface InitializationOptions {
  /** Folder for cache and journal; absent: the user's cache folder. */
  readonly storage?: string;
  readonly settings?: Partial<Settings>;
  /** In untrusted workspaces nothing starts by itself. */
  readonly trusted?: boolean;
}
