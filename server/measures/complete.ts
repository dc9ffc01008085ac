import type { MeasureCall, ParameterValue, ParameterValues } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import { findMeasure } from './catalogue';
import type { Measure, Parameter } from './measure';
import { nearest } from './nearest';

/** A measure with a value for each of its parameters. */
export interface CompleteCall {
  readonly measure: Measure;
  readonly parameters: ParameterValues;
}

/** Checks a call's names, choices and ranges and fills in the defaults. Throws BadInput. */
export function complete(call: MeasureCall): CompleteCall {
  const measure = findMeasure(call.id);
  for (const name of Object.keys(call.parameters)) parameterOf(measure, name);
  return {
    measure,
    parameters: Object.fromEntries(
      measure.parameters.map((parameter) => {
        const given = Object.hasOwn(call.parameters, parameter.name)
          ? call.parameters[parameter.name]
          : undefined;
        return [parameter.name, given === undefined ? parameter.default : checked(measure, parameter, given)];
      }),
    ),
  };
}

/** All parameters of a measure at their defaults. */
export function defaultsOf(measure: Measure): ParameterValues {
  return Object.fromEntries(measure.parameters.map((parameter) => [parameter.name, parameter.default]));
}

/** The parameter of that name. Throws BadInput with the names there are. */
export function parameterOf(measure: Measure, name: string): Parameter {
  const found = measure.parameters.find((parameter) => parameter.name === name);
  if (found !== undefined) return found;
  const names = measure.parameters.map((parameter) => parameter.name);
  if (names.length === 0)
    throw new BadInput(`${measure.id} has no parameter ${quoted(name)}: it takes none.`);
  const guess = nearest(name, names)[0];
  const advice = guess === undefined ? `it has ${list(names)}.` : `did you mean ${guess}?`;
  throw new BadInput(`${measure.id} has no parameter ${quoted(name)}; ${advice}`);
}

/** The value itself when the parameter may have it. Throws BadInput saying what it may have. */
function checked(measure: Measure, parameter: Parameter, value: ParameterValue): ParameterValue {
  const refuse = (wanted: string): never => {
    throw new BadInput(`${parameter.name} of ${measure.id} must be ${wanted}, not ${shown(value)}.`);
  };
  switch (parameter.kind) {
    case 'flag':
      return typeof value === 'boolean' ? value : refuse('yes or no');
    case 'choice':
      return typeof value === 'string' && parameter.choices.includes(value)
        ? value
        : refuse(list(parameter.choices, 'or'));
    case 'number': {
      const integer = parameter.integer === true;
      const fits =
        typeof value === 'number' &&
        value >= parameter.min &&
        value <= parameter.max &&
        (!integer || Number.isInteger(value));
      return fits
        ? value
        : refuse(`a ${integer ? 'whole ' : ''}number ${bounds(parameter.min, parameter.max)}`);
    }
  }
}

function bounds(min: number, max: number): string {
  return Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
}

function shown(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? quoted(value) : String(value);
}

function list(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
