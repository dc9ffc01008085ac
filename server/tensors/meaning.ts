import type { AnyMatrix } from '../linalg/matrix';
import { type RowSums, roundedDistributions, rowSums } from './distributions';

/** What the outputs of a classifier can be; binary: one column, the probability of the second of two classes. */
export type OutputKind = 'logits' | 'probabilities' | 'classes' | 'one-hot' | 'binary';

/** What outputs are by their values. */
export interface Guess {
  readonly kind: OutputKind;
  /** What rows of probabilities sum to, where it is not 1. */
  readonly whole?: 100;
  /** Why, where it is not what the kind is always told by: a clause about "its" rows. */
  readonly because?: string;
  /** What else they may be: a sentence. */
  readonly doubt?: string;
}

/** How far a row of probabilities may be from summing to 1: what rounding to bfloat16 can do. */
const sumTolerance = 1e-2;
/** How far apart, as a share, the sums of rows are that sum to the same on purpose. */
const evenSums = 1e-3;

/**
 * What the outputs of a classifier are, by their values: a single column of whole numbers holds `classes`; rows of zeros
 * and a single one are `one-hot`; rows that are non-negative and sum to 1, or to 100, within the rounding of their entries
 * are `probabilities`; everything else counts as `logits`, but for rows that all sum to some other number. Or why that
 * cannot be said, as a clause about the tensor.
 */
export function guessMeaning(outputs: AnyMatrix): Guess | { readonly why: string } {
  const { cols, data } = outputs;
  if (cols === 1) return { kind: data.every((value) => Number.isInteger(value)) ? 'classes' : 'logits' };
  const seen = rowSums(outputs);
  const { sums, least, most } = seen;
  if (least >= 0 && most <= 1 && data.every((value) => value === 0 || value === 1))
    return zerosAndOnes(outputs);
  const probabilities = distributions(outputs, seen);
  if (probabilities !== null) return probabilities;
  if (allAlike(outputs))
    return { why: 'has the same number in all columns of every row, which says nothing of a class' };
  const even = evenSum(sums);
  const telling = sums.length > 2 && even !== null && !rowsAlike(outputs);
  if (even !== null && (telling || (even > 0.5 && even < 2)))
    return {
      why: `has rows that all sum to about ${even} where those of probabilities sum to 1, or 100 in per cent`,
    };
  return oddRow(sums) ?? logits(seen, even);
}

function zerosAndOnes(outputs: AnyMatrix): Guess | { readonly why: string } {
  const odd = notOneHot(outputs);
  if (odd < 0) return { kind: 'one-hot' };
  const { cols, data } = outputs;
  const ones = Array.from(data.subarray(odd * cols, (odd + 1) * cols)).filter((value) => value === 1).length;
  return { why: `holds zeros and ones, but row ${odd} has ${ones} ones where one class has one` };
}

function distributions(outputs: AnyMatrix, seen: RowSums): Guess | null {
  for (const whole of [1, 100] as const) {
    const perCent = whole === 100 ? { whole } : {};
    const words = whole === 100 ? 'its rows are not negative and sum to 100, as per cent do' : undefined;
    if (seen.sums.every((sum) => Math.abs(sum / whole - 1) <= sumTolerance))
      return { kind: 'probabilities', ...perCent, ...(words !== undefined && { because: words }) };
    const rounded = roundedDistributions(outputs, seen, whole);
    if (rounded === undefined) continue;
    const because = `its rows are not negative and sum to ${whole} but for the rounding of its numbers to ${digits(rounded.decimals)}`;
    return { kind: 'probabilities', ...perCent, because };
  }
  return null;
}

function digits(decimals: number): string {
  if (decimals === 0) return 'whole ones';
  return decimals === 1 ? '1 decimal' : `${decimals} decimals`;
}

/** What all rows sum to, which those of scores that are no probabilities do not; null: they differ. */
function evenSum(sums: Float64Array): number | null {
  const least = sums.reduce((a, b) => Math.min(a, b), Infinity);
  const most = sums.reduce((a, b) => Math.max(a, b), -Infinity);
  const nearOne = least > 0.5 && most < 2 && most - least <= sumTolerance;
  const even = least > 0 && most - least <= evenSums * most;
  return sums.length > 1 && (nearOne || even) ? Number(((least + most) / 2).toPrecision(4)) : null;
}

/** Most rows are distributions, and some are not. */
function oddRow(sums: Float64Array): { readonly why: string } | null {
  for (const whole of [1, 100]) {
    const isOdd = (sum: number): boolean => !(Math.abs(sum / whole - 1) <= sumTolerance);
    const odd = sums.reduce((count, sum) => count + (isOdd(sum) ? 1 : 0), 0);
    if (2 * odd >= sums.length) continue;
    const words = whole === 1 ? 'probabilities' : 'per cent';
    return { why: `holds ${words}, but row ${sums.findIndex(isOdd)} is none: mend that row` };
  }
  return null;
}

function logits({ least, most }: RowSums, even: number | null): Guess {
  if (even !== null) {
    const doubt = `All rows sum to about ${even}: if they are probabilities of another scale, divide them by it.`;
    return { kind: 'logits', doubt };
  }
  if (!(least >= 0 && most <= 1)) return { kind: 'logits' };
  return {
    kind: 'logits',
    because: 'its rows do not sum to 1',
    doubt:
      'All numbers lie from 0 to 1 and rows do not sum to 1: if each is the probability of a class by itself, a softmax of them means nothing, and only what looks at the largest of a row applies.',
  };
}

/** The first row that is not zeros and a single one; -1: all are. */
export function notOneHot({ rows, cols, data }: AnyMatrix): number {
  for (let row = 0; row < rows; row++) {
    let [ones, zeros] = [0, 0];
    for (let at = row * cols; at < (row + 1) * cols; at++) {
      if (data[at] === 1) ones++;
      else if (data[at] === 0) zeros++;
    }
    if (ones !== 1 || zeros !== cols - 1) return row;
  }
  return -1;
}

/** Every row is the first again, which has the same sum for that alone. */
function rowsAlike({ cols, data }: AnyMatrix): boolean {
  return data.every((value, at) => value === data[at % cols]);
}

/** Every row holds one number throughout. */
function allAlike({ rows, cols, data }: AnyMatrix): boolean {
  for (let row = 0; row < rows; row++) {
    for (let at = row * cols + 1; at < (row + 1) * cols; at++)
      if (data[at] !== data[row * cols]) return false;
  }
  return true;
}
