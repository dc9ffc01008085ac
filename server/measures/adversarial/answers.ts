import { scaleOnly } from '../invariances';
import type { Measure } from '../measure';
import type { Prepared } from '../prepared';

/**
 * What a model answers, a row for each instance and three blocks of as many columns: to the instance itself, to the
 * instance attacked so that this model errs, to the instance attacked so that the other model does. A block is a score
 * for each class, or one column of class numbers.
 */
const blocks = ['clean', 'own', 'other'] as const;

export type Block = (typeof blocks)[number];

/** What the measures of attacks have in common. */
export const ofAttacks = {
  family: 'adversarial',
  compares: 'answers to attacks',
  direction: 'similarity',
  metric: () => false,
  invariances: () => scaleOnly,
  deterministic: () => true,
} satisfies Partial<Measure>;

/** Where the blocks are, for caveats. */
export const layout =
  'A row holds three blocks of columns, one after the other: the answers to the instance, to the instance attacked against ' +
  'this model, and to the one attacked against the other model; nnsim attack writes them.';

/** Why d columns are no three blocks, as a clause; null when they are. */
export function whyNoBlocks(d: number): string | null {
  if (d % blocks.length === 0) return null;
  return `takes answers to clean instances and to those attacked against either model, three blocks of columns: ${d} columns given`;
}

/** Columns of one block. */
export function widthOf({ d }: Prepared): number {
  return d / blocks.length;
}

/** The answers of a block to one instance. */
export function answer(x: Prepared, i: number, block: Block): Float32Array | Float64Array {
  const width = widthOf(x);
  const first = i * x.d + blocks.indexOf(block) * width;
  return x.representation.values.data.subarray(first, first + width);
}
