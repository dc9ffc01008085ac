import { BadInput, quoted } from '../tensors/badInput';
import { firstNotFinite } from '../tensors/finite';
import type { NumericArray } from './runtime';

/** How many of the first `count` rows hold a value that is NaN or infinite. */
export function rowsNotFinite({ shape: [rows = 0], values }: NumericArray, count: number): number {
  const each = values.length / rows;
  let found = 0;
  for (let i = 0; i < count; i++)
    if (firstNotFinite(values.subarray(i * each, (i + 1) * each)) >= 0) found += 1;
  return found;
}

/**
 * Throws BadInput where a model computes NaN or an infinity.
 * @param name of the value in the model at `path`
 * @param places for some rows of the array, which instance each is
 */
export function assertFinite(
  { shape: [rows = 0], values }: NumericArray,
  { path, name, places }: { readonly path: string; readonly name: string; readonly places: Places },
): void {
  const each = values.length / rows;
  for (const [row, instance] of places) {
    const some = values.subarray(row * each, (row + 1) * each);
    const at = firstNotFinite(some);
    if (at >= 0)
      throw new BadInput(
        `The value ${quoted(name)} of ${path} is ${some[at] ?? NaN} for row ${instance} (counted from 0): leave it or the row out.`,
      );
  }
}

type Places = Iterable<readonly [row: number, instance: number]>;

/** A sentence for values that are not finite in some rows. */
export function notFinite(rows: ReadonlyMap<string, number>): string {
  const found = [...rows];
  const few = found.slice(0, 3).map(([name, count]) => `${name} in ${count} ${count === 1 ? 'row' : 'rows'}`);
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return `Not finite (NaN or infinite): ${few.join(', ')}${more}.`;
}
