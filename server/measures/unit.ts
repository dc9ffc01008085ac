import type { ParameterValues } from '../protocol';
import { choiceOf, type Parameter } from './measure';

/** The unit of an entropy or a divergence. */
export const unitParameter: Parameter = {
  name: 'unit',
  kind: 'choice',
  default: 'nats',
  choices: ['nats', 'bits'],
  summary: 'Base of the logarithm: e for nats, 2 for bits: a bit is 0.693 nats.',
};

/** How many of the unit chosen by `unitParameter` a nat is. */
export function unitOf(parameters: ParameterValues): number {
  return choiceOf(parameters, 'unit') === 'bits' ? 1 / Math.LN2 : 1;
}
