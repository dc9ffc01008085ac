import type { MeasureDescription } from '../../server/protocol';

/** Measures with the same family together under its heading, families in the order they first come. Pure. */
export function byFamily(
  measures: readonly MeasureDescription[],
): readonly (readonly [heading: string, measures: readonly MeasureDescription[]])[] {
  const groups = new Map<string, MeasureDescription[]>();
  for (const measure of measures) {
    const group = groups.get(measure.familyTitle) ?? [];
    group.push(measure);
    groups.set(measure.familyTitle, group);
  }
  return Array.from(groups);
}
