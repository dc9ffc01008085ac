import type { Detail } from '../../protocol';
import { none, ok, type Measure, type Outcome } from '../measure';

/** One number about one representation. */
export type Statistic =
  | {
      readonly value: number;
      /** Numbers that belong to it. */
      readonly parts?: readonly Detail[];
      /** Sentences about it, for an input called "first" or "second". */
      readonly notes?: readonly ((which: string) => string)[];
    }
  /** Why there is none, as a sentence about the input of that name. */
  | { readonly missing: (which: string) => string };

/** What all measures that compare one number about each input have in common. */
export const ofStatistics = {
  family: 'statistics',
  compares: 'representations',
  direction: 'distance',
  identity: () => 0,
  symmetric: true,
  metric: () => false,
  deterministic: () => true,
} satisfies Partial<Measure>;

/** Caveats of all of them. */
export const statisticCaveats: readonly string[] = [
  'The survey leaves open how two values are compared; this is their absolute difference, and the details hold both.',
  'Inputs that differ in everything else may agree in this one number: 0 does not say that they are alike, which is why this is no metric although it obeys the triangle inequality.',
];

/** The absolute difference of the statistics of two inputs, with both of them as details. */
export function difference(first: Statistic, second: Statistic): Outcome {
  if ('missing' in first) return none('degenerate', first.missing('first'));
  if ('missing' in second) return none('degenerate', second.missing('second'));
  const sides = [
    ['first', first],
    ['second', second],
  ] as const;
  return ok(Math.abs(first.value - second.value), {
    details: [
      ...sides.map(([name, { value }]) => ({ name, value })),
      ...sides.flatMap(([which, { parts = [] }]) =>
        parts.map(({ name, value }) => ({ name: `${which}, ${name}`, value })),
      ),
    ],
    notes: sides.flatMap(([which, { notes = [] }]) => notes.map((note) => note(which))),
  });
}
