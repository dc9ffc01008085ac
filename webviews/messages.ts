/**
 * What webviews and the extension host say to each other. Types only; both sides import this file.
 * A page sends `ready` first; the host answers with the page's first message. Then each side sends when it has news.
 */
import type {
  Cell,
  Comparison,
  ComparisonPlan,
  MeasureCall,
  MeasureDescription,
  ModelSummary,
  Partnership,
  Score,
  TensorEntry,
  TensorStatistics,
} from '../server/protocol';

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
  | { readonly type: 'partnership'; readonly partnership: Partnership; readonly partnerName: string }
  /** The file cannot be shown; one sentence. */
  | { readonly type: 'failed'; readonly message: string };

export type FromModelPage =
  | { readonly type: 'ready' }
  | { readonly type: 'tensors'; readonly first: number; readonly count: number }
  /** Statistics are wanted from now on (sent once, after the list is drawn). */
  | { readonly type: 'wantStatistics' }
  | { readonly type: 'compareWith' }
  | { readonly type: 'setBaseline' }
  | { readonly type: 'openComparison'; readonly partner: string }
  | { readonly type: 'openFile'; readonly path: string };

/** To the comparison panel. */
export type ToComparisonPage =
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
    }
  | { readonly type: 'cells'; readonly run: number; readonly cells: readonly Cell[] }
  | { readonly type: 'done'; readonly run: number; readonly comparison: Comparison }
  | { readonly type: 'cancelled'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number; readonly message: string }
  /** All measures of the pair asked for; `scores` absent while they are computed, `message` when that failed. */
  | {
      readonly type: 'pair';
      readonly x: number;
      readonly y: number;
      readonly scores?: readonly Score[];
      readonly message?: string;
    }
  /** Draw the grid as a picture and send it back by `picture`. */
  | { readonly type: 'drawPicture'; readonly format: 'svg' | 'png' };

export type FromComparisonPage =
  | { readonly type: 'ready' }
  | { readonly type: 'selectMeasure'; readonly measure: MeasureCall }
  | { readonly type: 'cancel' }
  | { readonly type: 'run' }
  | { readonly type: 'pair'; readonly x: number; readonly y: number }
  | { readonly type: 'export'; readonly format: 'csv' | 'json' | 'svg' | 'png' }
  /** SVG as text, PNG as base64. */
  | { readonly type: 'picture'; readonly format: 'svg' | 'png'; readonly data: string };

/**
 * What the comparison page keeps by `setState` from every plan, so that the editor can bring the panel back after the
 * window was closed. A page may keep more beside it.
 */
export interface ComparisonMemory {
  /** Paths of the two files. */
  readonly x: string;
  readonly y: string;
  readonly measure: MeasureCall;
}
