import { scaleOnly } from '../invariances';
import type { Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { classCount, whyOneScore } from '../outputs';
import { predictions } from '../preparations/predictions';
import type { Prepared } from '../prepared';

/** What most measures of predicted classes have in common. */
export const ofPredictions = {
  family: 'hardPrediction',
  compares: 'outputs',
  direction: 'distance',
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: () => scaleOnly,
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  deterministic: () => true,
  preparations: () => [magnitude, predictions],
  cost: (n: number) => ({ operations: 3000 * n, bytes: 8 * n }),
} satisfies Partial<Measure>;

/** Why the predictions of these models cannot be put beside each other, as a sentence; null when they can. */
export function whyUnfit(inputs: readonly Prepared[]): string | null {
  const isClasses = (input: Prepared): boolean => input.representation.meaning === 'classes';
  const wide = inputs.find((input) => isClasses(input) && input.d !== 1);
  if (wide !== undefined) return `Class numbers must be one column: ${wide.d} given.`;
  const alone = whyOneScore(inputs);
  if (alone !== null) return alone;
  // Classes that go by names may be others, which are then never predicted by both.
  if (inputs.some(({ representation }) => representation.classes !== undefined)) return null;
  const [first, ...others] = inputs.map(classCount).filter((count) => count !== undefined);
  const other = others.find((d) => d !== first);
  if (first === undefined || other === undefined) return null;
  return `The inputs score different numbers of classes: ${first} and ${other}.`;
}

/** For each instance 1 where the predictions of two models differ, 0 where they are the same. */
export function differing(x: Prepared, y: Prepared): readonly number[] {
  const right = y.get(predictions);
  return Array.from(x.get(predictions), (predicted, i) => (predicted === right[i] ? 0 : 1));
}

/** For each instance, how many of the models predict each class that any predicts, the most frequent first. */
export function votes(inputs: readonly Prepared[]): readonly (readonly number[])[] {
  const predicted = inputs.map((input) => input.get(predictions));
  return Array.from({ length: inputs[0]?.n ?? 0 }, (_, i) => {
    const counts = countsOf(predicted.map((of) => of[i] ?? 0));
    return [...counts.values()].sort((a, b) => b - a);
  });
}

/** How often each value occurs. */
export function countsOf(values: Iterable<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** How often two predictors with the class frequencies of these agree when they are independent of each other. */
export function agreementByChance(x: Prepared, y: Prepared): number {
  return agreementsByChance(x, y) / x.n ** 2;
}

/** Of all pairs of an instance of one and an instance of the other, those with the same prediction. */
export function agreementsByChance(x: Prepared, y: Prepared): number {
  const other = countsOf(y.get(predictions));
  let sum = 0;
  for (const [predicted, count] of countsOf(x.get(predictions))) sum += count * (other.get(predicted) ?? 0);
  return sum;
}
