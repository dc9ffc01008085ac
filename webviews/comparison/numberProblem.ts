import type { MeasureDescription } from '../../server/protocol';
import { huge, numberWords } from '../measureFacts';

type Parameter = MeasureDescription['parameters'][number];

/** Why a text is no value for a number parameter, or null. Pure: no document. */
export function numberProblem(parameter: Parameter, text: string): string | null {
  const value = Number(text.trim().replace(',', '.'));
  const { min = -Infinity, max = Infinity, integer = false } = parameter;
  const isNumber = text.trim() !== '' && Number.isFinite(value);
  if (isNumber && value >= min && value <= max && (!integer || Number.isInteger(value))) return null;
  const kind = integer ? 'a whole number' : 'a number';
  if (isNumber && value > max && max >= huge) return `${kind} of at most ${max}`;
  return numberWords(kind, parameter);
}
