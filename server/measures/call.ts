import type { MeasureCall, ParameterValue } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import { findMeasure, shortName } from './catalogue';
import { complete, parameterOf } from './complete';
import type { Parameter } from './measure';

/**
 * Reads `cka`, `rsm.cka` or `cka(kernel: rbf, bandwidth: 0.4)`; flags are `yes` and `no`. The call keeps only what
 * differs from the defaults, so that two spellings of one measure are one call. Throws BadInput.
 */
export function parseCall(text: string): MeasureCall {
  const match = /^\s*([^\s(),:]+)\s*(?:\(([^()]*)\))?\s*$/.exec(text);
  const name = match?.[1];
  if (name === undefined) {
    throw new BadInput(
      `${quoted(text)} is not a measure: write it like cka or cka(kernel: linear, estimator: debiased).`,
    );
  }
  const measure = findMeasure(name);
  const given = new Map<string, ParameterValue>();
  for (const part of (match?.[2] ?? '').split(',')) {
    if (part.trim() === '') continue;
    const [key = '', value = '', ...rest] = part.split(':').map((piece) => piece.trim());
    if (key === '' || value === '' || rest.length > 0) {
      throw new BadInput(
        `${quoted(part.trim())} in ${quoted(text)} is not a parameter: write it like "name: value".`,
      );
    }
    const parameter = parameterOf(measure, key);
    if (given.has(key)) throw new BadInput(`${key} is given twice in ${quoted(text)}.`);
    given.set(key, read(parameter, value));
  }
  return normalised({ id: measure.id, parameters: Object.fromEntries(given) });
}

/** The call as `parseCall` reads it, parameters at their default left out, in the measure's order. Throws BadInput. */
export function printCall(call: MeasureCall): string {
  const { id, parameters } = normalised(call);
  const written = Object.entries(parameters).map(([name, value]) => {
    return `${name}: ${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}`;
  });
  const name = shortName(findMeasure(id));
  return written.length === 0 ? name : `${name}(${written.join(', ')})`;
}

/** The same call with its full id, checked, and only the parameters that differ from their defaults. Throws BadInput. */
export function normalised(call: MeasureCall): MeasureCall {
  const { measure, parameters } = complete(call);
  const differing = measure.parameters.flatMap((parameter): [string, ParameterValue][] => {
    const value = parameters[parameter.name];
    return value === undefined || value === parameter.default ? [] : [[parameter.name, value]];
  });
  return { id: measure.id, parameters: Object.fromEntries(differing) };
}

/** The written value as the parameter's kind has it; what cannot be one stays text and is refused by `complete`. */
function read(parameter: Parameter, written: string): ParameterValue {
  if (parameter.kind === 'number') {
    const number = Number(written);
    return Number.isNaN(number) ? written : number;
  }
  if (parameter.kind === 'flag') {
    if (written === 'yes' || written === 'true') return true;
    if (written === 'no' || written === 'false') return false;
  }
  return written;
}
