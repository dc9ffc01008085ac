/** What the metadata of a measure says, in short phrases. Pure: no document. */
import type { MeasureDescription } from '../server/protocol';
import { tickText } from './numbers';

export function rangeWords([low, high]: MeasureDescription['range']): string {
  if (low === null && high === null) return 'any value';
  if (high === null) return `from ${tickText(low ?? 0)} up`;
  if (low === null) return `at most ${tickText(high)}, may be negative`;
  return `from ${tickText(low)} to ${tickText(high)}`;
}

export function directionWords(measure: Pick<MeasureDescription, 'direction'>): string {
  return measure.direction === 'similarity' ? '↑ larger = more similar' : '↓ smaller = more similar';
}

export function identityWords({
  identity,
  identityVaries,
}: Pick<MeasureDescription, 'identity' | 'identityVaries'>): string {
  if (identityVaries === true) return 'for identical data, a value that hangs on the data';
  return `${identity === null ? '∞' : tickText(identity)} for identical data`;
}

/** From here on a largest value is no limit anybody meets. */
export const huge = 1e9;

/** "a number from 1 to 10", "a whole number, 0 or more": `kind` with what a parameter may be. */
export function numberWords(
  kind: string,
  { min, max }: { readonly min?: number; readonly max?: number },
): string {
  const [low, high] = [min ?? -Infinity, max ?? Infinity];
  if (low > -Infinity)
    return high < huge
      ? `${kind} from ${tickText(low)} to ${tickText(high)}`
      : `${kind}, ${tickText(low)} or more`;
  return high < huge ? `${kind} of at most ${tickText(high)}` : kind;
}

/** "Unchanged by rotation and reflection, scaling". */
export function invarianceWords({ unchangedBy }: Pick<MeasureDescription, 'unchangedBy'>): string {
  return unchangedBy.length === 0
    ? 'Changed by every transformation'
    : `Unchanged by ${unchangedBy.join(', ')}`;
}

/** What it asks of the two inputs. */
export function needsWords({ needs }: Pick<MeasureDescription, 'needs'>): string {
  return [
    `${needs.rows} row${needs.rows === 1 ? '' : 's'} or more`,
    needs.equalWidths ? 'equal widths' : 'any widths',
    needs.matchedRows ? 'the same instances in the same order' : 'instances in any order',
    ...(needs.labels ? ['a label for each instance'] : []),
  ].join(', ');
}
