import type { AnyMatrix } from '../linalg/matrix';
import type { ClassOrder } from './matchClasses';
import type { Rule } from './rule';

/** What the columns of a matrix mean, as far as it is known. */
export type Meaning = 'activations' | 'logits' | 'probabilities' | 'classes' | 'weights';

/** A class for each instance. */
export interface Labels {
  /** Class numbers 0 ... count - 1, one for each row. */
  readonly classes: Int32Array;
  /** How many classes there are. */
  readonly count: number;
  /** The number that the file has for each class; absent where it is the class number. */
  readonly numbers?: readonly number[];
  /** What each class is called, where labels go by names. */
  readonly names?: readonly string[];
}

/** Where a representation comes from, for captions, caches and exports. */
export interface Provenance {
  readonly path: string;
  readonly tensor: string;
  readonly rule: Rule;
  /** sha-256 of the tensor's stored bytes, dtype and shape. */
  readonly content: string;
}

/** Rows are instances, columns are neurons (or classes, for outputs). */
export interface Representation {
  readonly values: AnyMatrix;
  /** How many instances there are, where `values` stands for more rows than it has by sharing their second moments. */
  readonly instances?: number;
  readonly meaning: Meaning;
  /** What its columns, or the class numbers it holds, are called, where models were put in one order by that. */
  readonly classes?: ClassOrder;
  /** Of class numbers that were found among more: how many classes there are. */
  readonly classCount?: number;
  /** What the values were taken for, where nobody said it: "logits". */
  readonly takenFor?: string;
  /** Why, where it is not what these are always told by: a clause, "its rows are not negative and sum to 100". */
  readonly takenBecause?: string;
  /** What else they may be: a sentence. */
  readonly doubt?: string;
  /** Present where the person gave labels and a measure needs them. */
  readonly labels?: Labels;
  readonly provenance?: Provenance;
}
