import type { ComparisonKind, Reading } from './comparisons';
import type { MeasureCall, Score } from './measures';
import type { Answer, ClassMatch, InputsSource, InstanceDistribution, OutputsKind } from './outputs';

/** A set of models, and what of each is compared. */
export interface GroupChoice extends Reading {
  /** The files of at least two models. */
  readonly models: readonly string[];
  /** The tensor of each; absent: their outputs where all hold some, else the first that all have. */
  readonly tensor?: string;
  /** What the columns of outputs are; absent: found out from the values. */
  readonly outputs?: OutputsKind;
  /** How their classes belong together; absent: by name where all files name their classes. */
  readonly classes?: 'by-position';
}

/** One model of a set and the tensor of it that is compared. */
export interface GroupMember {
  readonly path: string;
  readonly tensor: string;
  /** As it is stored. */
  readonly shape: readonly number[];
  /** Why this tensor: "it is called logits". */
  readonly why: string;
  /** Of outputs, and why they are taken for that. */
  readonly kind?: OutputsKind;
  readonly kindWhy?: string;
  /** Share of right answers; null without labels, and of what is no output. */
  readonly accuracy: number | null;
}

/** The worst that may happen where one model is replaced by another of the set. */
export interface Replacement {
  /** Share of answers that change: the discrepancy with this model as the baseline. */
  readonly share: number;
  /** Position of the model that would change them. */
  readonly by: number;
}

/** What a set of models answers, instance by instance. */
export interface GroupOutputs {
  /** What the measures with a value for each instance say; the first orders the instances. */
  readonly distributions: readonly InstanceDistribution[];
  /** By model. */
  readonly replacements: readonly Replacement[];
  readonly classNames?: readonly string[];
  /** The file with the labels that were used, or why those that were found or named are not: a sentence. */
  readonly labels?: string;
  readonly labelsProblem?: string;
  readonly inputs?: InputsSource;
  readonly mostAmbiguous: GroupInstancePage;
}

/** How similar the models of a set are. */
export interface GroupReport {
  readonly found: true;
  /** Another one whenever the content of a file may be another. */
  readonly stamp: string;
  readonly of: 'outputs' | ComparisonKind;
  readonly models: readonly GroupMember[];
  /** What else of them can be compared: their outputs, where all hold some, and the tensors that all have. */
  readonly hasOutputs: boolean;
  readonly layers: readonly string[];
  readonly rows: number;
  /** By the measures that are defined for sets. */
  readonly scores: readonly Score[];
  /** Present where outputs are compared and go together. */
  readonly outputs?: GroupOutputs;
  /** Of outputs; absent where not all files name their classes. */
  readonly matched?: ClassMatch;
  readonly notes: readonly string[];
}

/** Nothing of these files can be compared. */
export interface NoGroup {
  readonly found: false;
  /** A sentence. */
  readonly reason: string;
  /** What else could be: as of a report. */
  readonly hasOutputs: boolean;
  readonly layers: readonly string[];
  /** As of a report. */
  readonly matched?: ClassMatch;
}

/** One instance and what the models make of it. */
export interface GroupInstance {
  /** Its number in each file. */
  readonly rows: readonly number[];
  /** Which of its positions, where each becomes a row. */
  readonly position?: number;
  readonly id?: string;
  readonly label?: number;
  /** By model. */
  readonly answers: readonly Answer[];
  /** By measure of `distributions`. */
  readonly values: readonly number[];
}

/** Some instances, the ones with the largest value of a measure first, those of the same value in their order. */
export interface GroupInstancePage {
  /** A measure of `distributions`. */
  readonly by: string;
  readonly total: number;
  readonly first: number;
  readonly instances: readonly GroupInstance[];
}

/** One measure of every pair of a set. */
export interface GroupPairs {
  readonly measure: MeasureCall;
  /** The mean over the pairs, or why there is none. */
  readonly mean: Score;
  /** Positions of the models; of a symmetric measure each pair once. */
  readonly pairs: readonly { readonly x: number; readonly y: number; readonly score: Score }[];
}
