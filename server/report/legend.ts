import type { MeasureDescription } from '../protocol';

/** The interval of a range, open at an infinity. */
export function rangeText([low, high]: MeasureDescription['range']): string {
  const from = low === null ? '(-inf' : `[${Number(low.toFixed(4))}`;
  const to = high === null ? 'inf)' : `${Number(high.toFixed(4))}]`;
  return `${from}, ${to}`;
}

/** What the numbers are: "CKA, cka(estimator: debiased): 1 for identical, higher is more alike." `call` as written. */
export function legend(measure: MeasureDescription, call: string): string {
  const better = measure.direction === 'similarity' ? 'higher' : 'lower';
  return `${measure.title}, ${call}: ${measure.identity ?? 'infinite'} for identical, ${better} is more alike.`;
}
