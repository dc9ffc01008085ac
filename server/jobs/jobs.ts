import type { PairScore } from '../measures/overPairs';
import type {
  Activity,
  AxisStatistics,
  Cell,
  Comparison,
  ComparisonCosts,
  ComparisonKind,
  ComparisonPlan,
  ComparisonRequest,
  GroupChoice,
  GroupInstancePage,
  GroupPairs,
  GroupReport,
  InputPicture,
  InstanceChoice,
  InstancePage,
  KeptRun,
  MeasureCall,
  ModelSummary,
  NoGroup,
  NoOutputs,
  OutputsReport,
  OutputsRequest,
  OutputVectors,
  Reading,
  ReadingChoice,
  RunChoice,
  RunResult,
  Score,
  TensorEntry,
  TensorSlice,
  TensorStatistics,
} from '../protocol';
import type { AttackRequest, AttackResult } from '../runtimes/attackModels';
import type { RunRequest } from '../runtimes/runModel';
import type { StitchRequest, StitchResult } from '../runtimes/stitching/stitchModels';
import type { Anatomy } from '../runtimes/runtime';
import type { OutputKind } from '../tensors/meaning';
import type { SliceWindow } from '../tensors/slice';
import type { CostsRequest } from './costs';
import type { ReadingsRequest } from './readings';

/** Who waits: what a person looks at goes before what they asked for, and that before what we do by ourselves. */
export type Priority = 'eye' | 'asked' | 'background';

export interface JobOptions {
  /** Aborting it cancels the job: its promise rejects with `Cancelled` within 200 ms and its workers are free again. */
  readonly signal?: AbortSignal;
  /** Default: asked. */
  readonly priority?: Priority;
  /** Work done so far, 0..1, and a short text ("34 of 144 layer pairs"). At most 10 a second. */
  readonly onProgress?: (fraction: number, text: string) => void;
}

/** For what is asked about one file. */
export interface FileOptions extends JobOptions {
  /** That of the summary that is known: where the file has changed since, it is refused. */
  readonly stamp?: string;
}

/** A job was cancelled by its signal. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/**
 * Everything that reads tensor data or computes. The only door from the server and the command line to the workers:
 * no method does work on the calling thread. All reject with `BadInput` (a sentence for a person) or `Cancelled`.
 */
export interface Jobs {
  /** The header of a file, by the reader thread that is never busy with computing; kept until the file changes. */
  open(path: string, options?: JobOptions): Promise<ModelSummary>;
  /** A page of the tensors of a file; opens it if need be. */
  tensors(path: string, first: number, count: number, options?: FileOptions): Promise<readonly TensorEntry[]>;
  /** Streams the statistics of all tensors, or of the given positions, in file order. */
  statistics(
    path: string,
    onStatistics: (statistics: readonly TensorStatistics[]) => void,
    options?: FileOptions & { readonly tensors?: readonly number[] },
  ): Promise<void>;
  /** Values of the tensor at a position, read by range. */
  slice(path: string, index: number, window: SliceWindow, options?: FileOptions): Promise<TensorSlice>;
  /** Mean and deviation of each entry of an axis: one pass over the tensor. */
  axisStatistics(path: string, index: number, axis: number, options?: FileOptions): Promise<AxisStatistics>;
  /** Pairs the layers of two files and estimates the cost; cells in the cache cost nothing. */
  plan(request: ComparisonRequest, options?: JobOptions): Promise<ComparisonPlan>;
  /** Runs a comparison: first the plan, then the cells as they are known (cached ones at once), then all of it. */
  compare(
    request: ComparisonRequest,
    on: { plan?: (plan: ComparisonPlan) => void; cells?: (cells: readonly Cell[]) => void },
    options?: JobOptions,
  ): Promise<Comparison>;
  /** All measures that compare this kind of thing, or those given, for one pair of tensors; scores as they are known. */
  pair(
    request: PairRequest,
    options?: JobOptions,
    onScores?: (scores: readonly Score[]) => void,
  ): Promise<readonly Score[]>;
  /** What each rule for dimensions makes of the layers of two files, from headers only. */
  readings(request: ReadingsRequest, options?: JobOptions): Promise<readonly ReadingChoice[]>;
  /** What every measure would take for a comparison or one of its pairs, from headers only. */
  costs(request: CostsRequest, options?: JobOptions): Promise<ComparisonCosts>;
  /** A set of models by the measures given, or all that compare this kind of thing: as a whole, or the mean over pairs. */
  group(request: GroupRequest, options?: JobOptions): Promise<readonly GroupScore[]>;
  /** How two models differ in their outputs, or why nothing can be said of that: a sentence. */
  outputs(request: OutputsRequest, options?: JobOptions): Promise<OutputsReport | NoOutputs>;
  /** Some of the instances that such a report counts, the least similar first. */
  outputInstances(
    request: OutputsRequest &
      InstanceChoice & { readonly stamp?: string; readonly first: number; readonly count: number },
    options?: JobOptions,
  ): Promise<InstancePage>;
  /** How similar the models of a set are, or why nothing can be said of that: a sentence. */
  groupReport(choice: GroupChoice, options?: JobOptions): Promise<GroupReport | NoGroup>;
  /** Some of the instances of such a report, those first of which a measure says most. */
  groupInstances(
    request: GroupChoice & {
      readonly by: string;
      readonly stamp?: string;
      readonly first: number;
      readonly count: number;
    },
    options?: JobOptions,
  ): Promise<GroupInstancePage>;
  /** Every pair of a set by one measure. */
  groupPairs(
    request: GroupChoice & { readonly measure: MeasureCall; readonly stamp?: string },
    options?: JobOptions,
  ): Promise<GroupPairs>;
  /** What two models make of every instance. */
  outputVectors(
    request: OutputsRequest & { readonly stamp?: string },
    options?: JobOptions,
  ): Promise<NamedVectors>;
  /** Instances that are pictures, at most `side` pixels wide and high. */
  pictures(
    path: string,
    index: number,
    rows: readonly number[],
    side: number,
    options?: FileOptions,
  ): Promise<readonly InputPicture[]>;
  /** What the representation of one tensor is like: rank, norms, constant columns, duplicate rows. */
  describe(path: string, tensor: string, options?: JobOptions): Promise<Description>;
  /** The inputs of a model that can be run, and the values it computes; in a process of its own. */
  anatomy(model: string, options?: JobOptions): Promise<Anatomy>;
  /** Runs a model on instances in a process of its own and writes its activations and outputs. */
  run(request: Omit<RunRequest, 'mostBytes'>, options?: JobOptions): Promise<RunResult>;
  /** Runs a model on instances unless that has been done before; the file of activations is kept in the cache. */
  keepRun(choice: RunChoice, options?: JobOptions): Promise<KeptRun>;
  /** Attacks two models and writes what each answers to the attacks on both; in a process of its own. */
  attack(request: Omit<AttackRequest, 'mostBytes'>, options?: JobOptions): Promise<AttackResult>;
  /** Runs the upper layers of one model on the lower ones of another, with a map between; in a process of its own. */
  stitch(request: Omit<StitchRequest, 'mostBytes'>, options?: JobOptions): Promise<StitchResult>;
  /** The files of a job the server died of last time; background comparisons leave these alone. */
  suspects(): readonly string[];
  readonly activity: Activity;
  onActivity(listener: (activity: Activity) => void): void;
  /** What was kept in the cache under a key; undefined: nothing. It may be of another version, or damaged. */
  recall(key: string): Promise<unknown>;
  /** Keeps something in the cache until that is cleared. Never rejects. */
  remember(key: string, value: unknown): Promise<void>;
  clearCache(): Promise<{ entries: number; bytes: number }>;
  /** Lines for the diagnostics report: engine, workers, memory, cache. */
  diagnostics(): Promise<readonly (readonly [string, string])[]>;
  dispose(): Promise<void>;
}

export interface NamedVectors {
  readonly vectors: OutputVectors;
  /** What the instances of the first file are called, by their numbers in it; absent where they have no ids. */
  readonly idOf?: (row: number) => string | undefined;
}

export interface PairRequest extends Reading {
  readonly x: string;
  readonly y: string;
  readonly tensorX: string;
  readonly tensorY: string;
  /** outputs: class scores of two models on the same instances. Absent: found out from the tensors, never outputs. */
  readonly kind?: ComparisonKind | 'outputs';
  /** Measure calls in the notation of the measures catalogue, e.g. "cka(estimator: debiased)"; absent: all that apply. */
  readonly measures?: readonly string[];
  /** For outputs: what the columns are; absent: found out. */
  readonly outputs?: OutputKind;
  /** For outputs: column k of one model is column k of the other, whatever their names; absent: by name where both have some. */
  readonly classes?: 'by-position';
  /** Scores with the values of single instances and classes, where the measure has some: these are computed anew. */
  readonly vectors?: boolean;
}

export interface GroupRequest extends Reading {
  /** At least two, a tensor of each. */
  readonly models: readonly { readonly path: string; readonly tensor: string }[];
  /** outputs: class scores of the models on the same instances. Absent: found out from the tensors, never outputs. */
  readonly kind?: 'outputs';
  /** For outputs: what the columns are; absent: found out. */
  readonly outputs?: OutputKind;
  /** As of a pair. */
  readonly classes?: 'by-position';
  readonly vectors?: boolean;
  /** Measure calls in the notation of the measures catalogue; absent: all that apply. */
  readonly measures?: readonly string[];
  /** Every measure pair by pair, also those that are defined for a set as a whole. */
  readonly byPairs?: boolean;
}

export interface GroupScore {
  readonly score: Score;
  /** The scores that the value is the mean of; null where the measure is defined for the set as a whole. */
  readonly pairs: readonly PairScore[] | null;
}

export interface Description {
  readonly tensor: string;
  readonly n: number;
  readonly d: number;
  /** Numerical rank of the centred matrix and the tolerance (relative to the largest singular value) behind it. */
  readonly rank: number;
  readonly tolerance: number;
  readonly largestSingularValue: number;
  readonly smallestSingularValue: number;
  /** Participation ratio of the covariance spectrum: how many directions carry the variance. */
  readonly effectiveDimension: number;
  readonly zeroRows: number;
  readonly duplicateRows: number;
  readonly constantColumns: number;
  readonly meanRowNorm: number;
}
