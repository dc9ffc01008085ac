import type { MeasureDescription, ParameterValues } from '../protocol';
import { parametersText } from './text';

/** The interval of a range, open at an infinity. */
export function rangeText([low, high]: MeasureDescription['range']): string {
  const from = low === null ? '(-inf' : `[${Number(low.toFixed(4))}`;
  const to = high === null ? 'inf)' : `${Number(high.toFixed(4))}]`;
  return `${from}, ${to}`;
}

/** What the numbers are: "Linear CKA, rsm.cka(estimator: debiased): 1 for identical, higher is more alike." */
export function legend(measure: MeasureDescription, parameters: ParameterValues): string {
  const call =
    Object.keys(parameters).length === 0 ? measure.id : `${measure.id}(${parametersText(parameters)})`;
  const better = measure.direction === 'similarity' ? 'higher' : 'lower';
  return `${measure.title}, ${call}: ${measure.identity} for identical, ${better} is more alike.`;
}
