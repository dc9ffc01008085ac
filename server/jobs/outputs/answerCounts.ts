import type { AnswerCounts } from '../../protocol';

/** How often each answer of one model meets each of the other, in ascending order; what never meets is left out. */
export function answerCounts(classesX: Float64Array, classesY: Float64Array): AnswerCounts {
  const all = new Set(classesX);
  for (const y of classesY) all.add(y);
  const classes = Float64Array.from(all).sort();
  const ranks = new Map(Array.from(classes, (number, rank) => [number, rank]));
  const rankOf = (number: number | undefined): number => ranks.get(number ?? NaN) ?? 0;
  // One number for both answers, so that equal pairs come to stand side by side.
  const pairs = classesX.map((x, i) => rankOf(x) * classes.length + rankOf(classesY[i])).sort();
  const starts: number[] = [];
  for (let i = 0; i < pairs.length; i++) if (pairs[i] !== pairs[i - 1]) starts.push(i);
  const each = (at: (pair: number) => number): Float64Array =>
    Float64Array.from(starts, (start) => classes[at(pairs[start] ?? 0)] ?? NaN);
  return {
    x: each((pair) => Math.floor(pair / classes.length)),
    y: each((pair) => pair % classes.length),
    instances: Float64Array.from(starts, (start, at) => (starts[at + 1] ?? pairs.length) - start),
  };
}
