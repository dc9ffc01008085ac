import type { Reading } from './comparisons';
import type { Histogram, TensorEntry } from './models';
import { percentText, shareText } from './share';

/**
 * What the columns of outputs are; one-hot: zeros and a single one in each row; binary: one column, the probability of
 * the second of two classes.
 */
export const outputsKinds = ['logits', 'probabilities', 'classes', 'one-hot', 'binary'] as const;

export type OutputsKind = (typeof outputsKinds)[number];

/** The outputs of two models for the same instances. */
export interface OutputsRequest extends Reading {
  readonly x: string;
  readonly y: string;
  /** Absent: found by its name. */
  readonly tensorX?: string;
  readonly tensorY?: string;
  /** What the columns of both are; absent: found out from the values. */
  readonly outputs?: OutputsKind;
  /** Column k of one is the class of column k of the other, whatever they are called; absent: by name where both have some. */
  readonly classes?: 'by-position';
}

/** What a person may choose of the outputs of two models. */
export type OutputsChoice = Pick<OutputsRequest, 'tensorX' | 'tensorY' | 'outputs' | 'classes'>;

/** How classes of two files that have names for them belong together. */
export type ClassMatch = 'by-name' | 'by-position';

/** Whether a tensor may be outputs: rows of class scores or class numbers, read as they are or by a rule for dimensions. */
export function mayBeOutputs(
  { shape, unreadable }: Pick<TensorEntry, 'shape' | 'unreadable'>,
  rule: string | undefined,
): boolean {
  const some = shape.length > 0 && shape.every((length) => length > 0);
  return unreadable === undefined && some && (rule !== undefined || shape.length <= 2);
}

/** What two models make of an instance together: by the labels, or without any, whether they give the same answer. */
export type Outcome =
  'bothRight' | 'bothWrongSame' | 'bothWrongDifferent' | 'onlyX' | 'onlyY' | 'same' | 'different';

/** The outputs of one model. */
export interface OutputsSide {
  readonly path: string;
  readonly tensor: string;
  /** Rows and columns as they are stored. */
  readonly shape: readonly number[];
  /** Why this tensor: "it is called logits". */
  readonly why: string;
  readonly kind: OutputsKind;
  /** Why its columns are taken for that. */
  readonly kindWhy: string;
  /** Share of right answers; null without labels. */
  readonly accuracy: number | null;
  /** How many tensors of the file may be outputs, this one included. */
  readonly choices: number;
}

/** How often one model answers one class where the other answers another. */
export interface ClassTable {
  /** Classes that either answers; of very many those that the models differ on most. */
  readonly classes: readonly number[];
  /** Positions in `classes` of the first and the second model's answer, and how often; zeros are left out. */
  readonly counts: readonly (readonly [x: number, y: number, count: number])[];
  /** Classes that are left out. */
  readonly left: number;
}

/** What one measure says of each instance. */
export interface InstanceDistribution {
  readonly measure: string;
  readonly title: string;
  readonly mean: number;
  readonly most: number;
  readonly histogram: Histogram;
}

/** How often the answers of two models differ, and how often they could. Shares of instances. */
export interface Disagreement {
  readonly share: number;
  /** Of two models that answer each class as often as these, but independently of each other. */
  readonly byChance: number;
  /** Cohen's kappa. */
  readonly kappa: number;
  /** The least and the most that the accuracies allow; absent without labels. */
  readonly least?: number;
  readonly most?: number;
}

export interface Answer {
  readonly class: number;
  /** Probability of that class; absent where the outputs are classes. */
  readonly probability?: number;
}

/** One instance and what both models make of it. */
export interface Instance {
  /** Its number in the first and in the second file. */
  readonly row: number;
  readonly rowY: number;
  /** Which of its positions, where each becomes a row. */
  readonly position?: number;
  readonly id?: string;
  readonly label?: number;
  readonly x: Answer;
  readonly y: Answer;
  readonly outcome: Outcome;
  /** Jensen-Shannon divergence of both, in nats; where outputs are classes 1 for other answers, else 0. */
  readonly distance: number;
}

/** Some instances, the least similar first. */
export interface InstancePage {
  readonly total: number;
  readonly first: number;
  readonly instances: readonly Instance[];
}

/** Which instances: those with this outcome and these answers. */
export interface InstanceChoice {
  readonly outcome?: Outcome;
  readonly classX?: number;
  readonly classY?: number;
}

/** How often answers meet: the k-th of one model, of the other, and on how many instances. */
export interface AnswerCounts {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly instances: Float64Array;
}

/** What two models make of every instance, in the order in which these are compared. */
export interface OutputVectors {
  /** Numbers of the instances in the first and in the second file. */
  readonly rowsX: Float64Array;
  readonly rowsY: Float64Array;
  /** Rows that each instance becomes, one for each of its positions. */
  readonly rowsEach: number;
  readonly classesX: Float64Array;
  readonly classesY: Float64Array;
  readonly answers: AnswerCounts;
  /** Of the answers; absent where the outputs are classes. */
  readonly probabilitiesX?: Float64Array;
  readonly probabilitiesY?: Float64Array;
  /** The true classes, where the labels can judge the answers. */
  readonly labels?: Float64Array;
}

/** What both models make of an instance by their answers and the true class. */
export function outcomeOf(x: number, y: number, truth: number | undefined): Outcome {
  if (truth === undefined) return x === y ? 'same' : 'different';
  if (x === truth) return y === truth ? 'bothRight' : 'onlyX';
  if (y === truth) return 'onlyY';
  return x === y ? 'bothWrongSame' : 'bothWrongDifferent';
}

/** Where the inputs of the instances are, when they are pictures. */
export interface InputsSource {
  readonly path: string;
  /** That of the file's summary when it was found: another file is not shown in its place. */
  readonly stamp: string;
  /** Position of the tensor in the file. */
  readonly index: number;
  readonly layout: 'grey' | 'channelsFirst' | 'channelsLast';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A picture of one input, at most as large as asked for: grey or RGB, a byte each. */
export interface InputPicture {
  readonly row: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Row by row, base64. */
  readonly bytes: string;
}

/** How two models differ in their outputs. */
export interface OutputsReport {
  readonly found: true;
  /** Another one whenever the content of a file may be another. */
  readonly stamp: string;
  readonly x: OutputsSide;
  readonly y: OutputsSide;
  readonly rows: number;
  /** The file with the labels that were used. */
  readonly labels?: string;
  /** Why labels that were found or named are not used: a sentence. */
  readonly labelsProblem?: string;
  /** Names of the classes 0, 1, ..., where they are known. */
  readonly classNames?: readonly string[];
  /** Absent where not both files name their classes. */
  readonly matched?: ClassMatch;
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
  readonly disagreement: Disagreement;
  readonly classes: ClassTable;
  readonly distributions: readonly InstanceDistribution[];
  readonly leastSimilar: InstancePage;
  readonly inputs?: InputsSource;
  readonly notes: readonly string[];
}

/** There is nothing to report. */
export interface NoOutputs {
  readonly found: false;
  /** Both files hold outputs, but they do not go together. */
  readonly unfit: boolean;
  /** A sentence. */
  readonly reason: string;
  /** How many tensors of each file may be outputs. */
  readonly choices: readonly [x: number, y: number];
  /** As of a report. */
  readonly matched?: ClassMatch;
}

/** "predictions differ on 3.1 % (expected from accuracies alone 0.9-6.4 %)". */
export function disagreementWords({ share, least, most }: Disagreement): string {
  const differ = `predictions differ on ${shareText(share)}`;
  if (least === undefined || most === undefined) return differ;
  return `${differ} (expected from accuracies alone ${percentText(least)}–${shareText(most)})`;
}
