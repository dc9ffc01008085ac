import type { ParameterValues } from '../../protocol';
import { choiceOf, type Invariances, type Parameter } from '../measure';
import { probabilities } from '../preparations/probabilities';
import type { Prepared } from '../prepared';

/** No map of the scores leaves their probabilities as they are. */
export const nothing: Invariances = {
  permutation: false,
  orthogonal: false,
  isotropicScaling: false,
  invertibleLinear: false,
  translation: false,
  affine: false,
};

/** Why an input gives no class probabilities, as a sentence; null when all do. */
export function whyNoDistributions(inputs: readonly Prepared[]): string | null {
  for (const [at, input] of inputs.entries()) {
    const which = nameOf(at, inputs.length);
    if (input.representation.meaning === 'classes') {
      return `The ${which} holds class numbers: logits or probabilities are needed.`;
    }
    const { badRow } = input.get(probabilities);
    if (badRow >= 0) {
      const fault = 'is not a probability distribution (entries of at least 0 that sum to 1)';
      return `Row ${badRow} of the ${which} ${fault}: logits must be declared as logits.`;
    }
  }
  return null;
}

/** Why an input gives no scores by class, as a sentence; null when all do. */
export function whyNoScores(inputs: readonly Prepared[]): string | null {
  const at = inputs.findIndex((input) => input.representation.meaning === 'classes');
  if (at < 0) return null;
  return `The ${nameOf(at, inputs.length)} holds class numbers: logits or probabilities are needed.`;
}

function nameOf(at: number, of: number): string {
  return of > 2 ? `model ${at + 1}` : at === 0 ? 'first input' : 'second input';
}

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
