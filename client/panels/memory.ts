import type { MeasureCall } from '../../server/protocol';
import type { ComparisonMemory } from '../../webviews/messages';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A measure call that a page remembered; undefined when it is none. */
export function readMeasure(value: unknown): MeasureCall | undefined {
  return isMeasure(value) ? value : undefined;
}

function isMeasure(value: unknown): value is MeasureCall {
  return isObject(value) && typeof value.id === 'string' && isObject(value.parameters);
}

/** A page that was closed before its first plan came knows no measure. */
type Remembered = Pick<ComparisonMemory, 'x' | 'y'> & Partial<ComparisonMemory>;

/** What a page remembered before the window was closed, or undefined when it is not what we wrote. */
export function readMemory(state: unknown): Remembered | undefined {
  if (!isObject(state) || typeof state.x !== 'string' || typeof state.y !== 'string') return undefined;
  return { x: state.x, y: state.y, ...(isMeasure(state.measure) && { measure: state.measure }) };
}
