/**
 * What webviews and the extension host say to each other. Types only; both sides import this file.
 * A page sends `ready` first; the host answers with the page's first message. Then each side sends when it has news.
 */
import type {
  AxisStatistics,
  Cell,
  ClassMatch,
  Comparison,
  ComparisonPlan,
  GroupChoice,
  GroupInstancePage,
  GroupPairs,
  GroupReport,
  InputPicture,
  InstanceChoice,
  InstancePage,
  MeasureCall,
  MeasureCost,
  MeasureDescription,
  ModelSummary,
  NoGroup,
  NoOutputs,
  OutputsChoice,
  OutputsKind,
  OutputsReport,
  Partnership,
  Score,
  TensorEntry,
  TensorSlice,
  TensorStatistics,
} from '../server/protocol';

export type * from './messages/measurePages';

/** To the page of one model file (the custom editor). */
export type ToModelPage =
  | {
      readonly type: 'model';
      readonly name: string;
      readonly summary: ModelSummary;
      readonly baseline: boolean;
    }
  /** Tensors [first, first + tensors.length) of the file, in answer to `tensors`. */
  | { readonly type: 'tensors'; readonly first: number; readonly tensors: readonly TensorEntry[] }
  | { readonly type: 'statistics'; readonly statistics: readonly TensorStatistics[] }
  /** Answers to `slice` and `axisStatistics`; the last one asked for counts. */
  | { readonly type: 'slice'; readonly slice: TensorSlice }
  | { readonly type: 'sliceFailed'; readonly index: number; readonly message: string }
  | { readonly type: 'axisStatistics'; readonly statistics: AxisStatistics }
  | { readonly type: 'axisFailed'; readonly index: number; readonly message: string }
  | { readonly type: 'partnership'; readonly partnership: Partnership; readonly partnerName: string }
  /** The file of this name cannot be shown; one sentence. `canDescribe`: a person may say what it holds. */
  | {
      readonly type: 'failed';
      readonly name: string;
      readonly message: string;
      readonly canDescribe?: true;
    };

export type FromModelPage =
  | { readonly type: 'ready' }
  | { readonly type: 'tensors'; readonly first: number; readonly count: number }
  /** Statistics are wanted from now on (sent once, when the list is whole). */
  | { readonly type: 'wantStatistics' }
  /** Values of the tensor at a position. */
  | {
      readonly type: 'slice';
      readonly index: number;
      readonly firstRow: number;
      readonly rows: number;
      readonly firstColumn: number;
      readonly columns: number;
    }
  | { readonly type: 'axisStatistics'; readonly index: number; readonly axis: number }
  | { readonly type: 'openHeader' }
  | { readonly type: 'describe' }
  | { readonly type: 'compareWith' }
  | { readonly type: 'setBaseline' }
  | { readonly type: 'openComparison'; readonly partner: string }
  | { readonly type: 'openFile'; readonly path: string };

/** To the comparison panel. */
export type ToComparisonPage =
  /** Which files the page is of: it remembers them before there is a plan. */
  | { readonly type: 'files'; readonly x: string; readonly y: string }
  | {
      readonly type: 'measures';
      readonly measures: readonly MeasureDescription[];
      readonly selected: MeasureCall;
    }
  /** A run begins: everything shown before belongs to the past. */
  | {
      readonly type: 'plan';
      readonly run: number;
      readonly plan: ComparisonPlan;
      readonly xName: string;
      readonly yName: string;
      /** The files that both were run on, by name. */
      readonly instances?: readonly string[];
      /** Both are models that can be run on instances. */
      readonly runnable?: true;
    }
  | { readonly type: 'cells'; readonly run: number; readonly cells: readonly Cell[] }
  | { readonly type: 'done'; readonly run: number; readonly comparison: Comparison }
  | { readonly type: 'cancelled'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number; readonly message: string }
  /** Another measure was chosen outside the page; its run begins. */
  | { readonly type: 'selected'; readonly measure: MeasureCall }
  /** All that is known of the chosen pair; sent anew as more is known. */
  | ({ readonly type: 'pair'; readonly x: number; readonly y: number } & PairKnowledge)
  /** All that is known of the outputs of both files; sent anew as more is known. */
  | ({ readonly type: 'outputs' } & OutputsKnowledge)
  /** Some of the instances that were asked for by `instances`. */
  | { readonly type: 'instances'; readonly choice: InstanceChoice; readonly page: InstancePage }
  | { readonly type: 'instancesFailed'; readonly choice: InstanceChoice; readonly message: string }
  /** Answers to `pictures`. */
  | { readonly type: 'pictures'; readonly pictures: readonly InputPicture[] }
  /** Draw what is in front as a picture and send it back by `picture`. */
  | { readonly type: 'drawPicture'; readonly format: 'svg' | 'png' };

export type FromComparisonPage =
  | { readonly type: 'ready' }
  | { readonly type: 'selectMeasure'; readonly measure: MeasureCall }
  | { readonly type: 'cancel' }
  | { readonly type: 'run' }
  | { readonly type: 'pair'; readonly x: number; readonly y: number }
  /** Measures of the chosen pair that were not computed by themselves because they take long. */
  | { readonly type: 'computePair'; readonly measures: readonly string[] }
  /** What is still computed for the chosen pair is not wanted any more; with a measure: that one. */
  | { readonly type: 'stopPair'; readonly measure?: string }
  /** What is in front from now on: exports are of that. */
  | { readonly type: 'front'; readonly shows: 'layers' | 'outputs' }
  | OutputsChoiceMessage
  /** Let the person choose the tensor with the outputs of one file. */
  | { readonly type: 'pickOutputs'; readonly side: 'x' | 'y' }
  /** The instances behind a number of the outputs, from the given one on. */
  | { readonly type: 'instances'; readonly choice: InstanceChoice; readonly first: number }
  /** The inputs of these instances, as pictures. */
  | { readonly type: 'pictures'; readonly rows: readonly number[] }
  /** The measures of outputs that are still computed are not wanted any more. */
  | { readonly type: 'stopOutputs' }
  /** Let the person choose instances to run both models on. */
  | { readonly type: 'compareByRunning' }
  /** Let the person choose the file with labels. */
  | { readonly type: 'chooseLabels' }
  /** Let the person choose how dimensions become rows and columns, and which rows count. */
  | { readonly type: 'chooseReading' }
  /** Let the person choose another measure. */
  | { readonly type: 'chooseMeasure' }
  /** Open the page of a measure. */
  | { readonly type: 'about'; readonly measure: string }
  /** Open the guide to a measure. */
  | { readonly type: 'guide' }
  | { readonly type: 'export'; readonly format: ExportFormat }
  | PictureMessage;

export type ExportFormat = 'csv' | 'json' | 'svg' | 'png';

/** What is in front, as a page was asked to draw it: SVG as text, PNG as base64. */
export interface PictureMessage {
  readonly type: 'picture';
  readonly format: 'svg' | 'png';
  readonly data: string;
}

/** What the columns of the outputs are (null: what they are found to be), or how their classes belong together. */
export interface OutputsChoiceMessage {
  readonly type: 'chooseOutputs';
  readonly kind?: OutputsKind | null;
  readonly match?: ClassMatch;
}

/** What is known of the outputs of both files. */
export interface OutputsKnowledge {
  /** null: on its way. */
  readonly report: OutputsReport | NoOutputs | null;
  /** What the person said of the outputs. */
  readonly chosen: OutputsChoice;
  /** The measures of outputs, and their scores as they came. */
  readonly measures: readonly MeasureDescription[];
  readonly scores: readonly Score[];
  /** More scores may come. */
  readonly computing: boolean;
  /** Why no more come. */
  readonly message?: string;
}

/** Where the labels of the instances are from. */
export interface LabelsKnowledge {
  /** The file as people read it; null: none was found. */
  readonly name: string | null;
  /** Whether it has one label for each instance. */
  readonly fits: boolean;
}

/** What is known of one pair of layers. */
export interface PairKnowledge {
  /** What each measure would take, or why it does not apply; absent until the server has said. */
  readonly costs?: readonly MeasureCost[];
  /** As they came. */
  readonly scores: readonly Score[];
  /** Measures under way. */
  readonly computing: readonly string[];
  /** Measures that the person stopped. */
  readonly stopped: readonly string[];
  /** The labels of the instances, where there are instances; absent until the server has said. */
  readonly labels?: LabelsKnowledge;
  /** Why nothing, or nothing more, can be said. */
  readonly message?: string;
}

/**
 * What the comparison page keeps by `setState`, so that the editor can bring the panel back after the window was closed:
 * the files from the start, the measure from every plan. A page may keep more beside it.
 */
export interface ComparisonMemory {
  /** Paths of the two files. */
  readonly x: string;
  readonly y: string;
  readonly measure: MeasureCall;
}

/** What is known of a set of models. */
export interface GroupKnowledge {
  /** What the models are called. */
  readonly names: readonly string[];
  readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  /** Why it failed: a sentence. */
  readonly message?: string;
  /** Absent until the server has said. `layers` is empty: there may be many, and it is the host that offers them. */
  readonly report?: GroupReport | NoGroup;
  /** The measures of sets and of pairs. */
  readonly measures: readonly MeasureDescription[];
  /** What the pairs are compared by, and how they compare as far as it is known. */
  readonly measure?: MeasureCall;
  readonly pairs?: GroupPairs;
  /** What the person says that the columns of outputs are. */
  readonly kind: OutputsKind | null;
  /** What is compared, to be remembered. */
  readonly choice: GroupChoice;
  /** Position of the model that was set as the baseline of the workspace, if it is one of these. */
  readonly baseline?: number;
}

/** To the page of a set of models. */
export type ToGroupPage =
  | ({ readonly type: 'group' } & GroupKnowledge)
  | { readonly type: 'progress'; readonly fraction: number; readonly text: string }
  /** In answer to `instances`. */
  | { readonly type: 'instances'; readonly page: GroupInstancePage }
  | { readonly type: 'instancesFailed'; readonly message: string }
  | { readonly type: 'pictures'; readonly pictures: readonly InputPicture[] }
  /** Draw the pairs as a picture and send it back by `picture`. */
  | { readonly type: 'drawPicture'; readonly format: 'svg' | 'png' };

export type FromGroupPage =
  | { readonly type: 'ready' }
  | { readonly type: 'run' }
  | { readonly type: 'cancel' }
  /** Let the person choose what of the models is compared: their outputs or a layer. */
  | { readonly type: 'chooseTensor' }
  /** Let the person choose what the pairs are compared by. */
  | { readonly type: 'chooseMeasure' }
  | { readonly type: 'chooseLabels' }
  /** Let the person choose how dimensions become rows and columns, and which rows count. */
  | { readonly type: 'chooseReading' }
  | OutputsChoiceMessage
  /** Compare two of the models, by their positions, in a panel of their own. */
  | { readonly type: 'openPair'; readonly x: number; readonly y: number }
  /** Instances ordered by a measure, from the given one on. */
  | { readonly type: 'instances'; readonly by: string; readonly first: number }
  /** The inputs of these instances of the first model, as pictures. */
  | { readonly type: 'pictures'; readonly rows: readonly number[] }
  | { readonly type: 'about'; readonly measure: string }
  | { readonly type: 'export'; readonly format: ExportFormat }
  | PictureMessage;

/** What the page of a set keeps, so that the editor can bring it back. */
export interface GroupMemory {
  readonly choice: GroupChoice;
  readonly measure?: MeasureCall;
}
