import type { ClassValues, Detail } from '../protocol';
import type { Prepared } from './prepared';

/** What is said of each class, in the order of their numbers; a value that is not defined is left out. */
export function perClass(
  classes: Iterable<number>,
  inputs: readonly Prepared[],
  values: (of: number) => readonly (readonly [name: string, value: number])[],
): readonly ClassValues[] {
  const names = inputs.find(({ representation }) => representation.classes !== undefined)?.representation
    .classes?.names;
  return [...new Set(classes)]
    .sort((a, b) => a - b)
    .map((number) => {
      const name = names?.[number];
      const defined = values(number).filter(([, value]) => Number.isFinite(value));
      return {
        class: number,
        ...(name !== undefined && { name }),
        values: defined.map(([detail, value]): Detail => ({ name: detail, value })),
      };
    });
}
