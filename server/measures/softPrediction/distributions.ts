import { nothing } from '../invariances';
import type { Measure } from '../measure';
import { whyOneScore } from '../outputs';
import { magnitude } from '../preparations/magnitude';
import { probabilities } from '../preparations/probabilities';
import type { Prepared } from '../prepared';

/** What most measures of class probabilities have in common. */
export const ofProbabilities = {
  family: 'softPrediction',
  compares: 'outputs',
  direction: 'distance',
  identity: () => 0,
  symmetric: true,
  invariances: () => nothing,
  needs: { rows: 1, equalWidths: true, matchedRows: true, labels: false },
  deterministic: () => true,
  preparations: () => [magnitude, probabilities],
} satisfies Partial<Measure>;

/** Why an input gives no class probabilities, as a sentence; null when all do. */
export function whyNoDistributions(inputs: readonly Prepared[]): string | null {
  for (const [at, input] of inputs.entries()) {
    const which = nameOf(at, inputs.length);
    if (input.representation.meaning === 'classes') {
      return `The ${which} holds class numbers: logits or probabilities are needed.`;
    }
    const alone = whyOneScore([input]);
    if (alone !== null) return alone;
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
  if (at < 0) return whyOtherKinds(inputs);
  return `The ${nameOf(at, inputs.length)} holds class numbers: logits or probabilities are needed.`;
}

/** Logits and probabilities are numbers of different scales. */
function whyOtherKinds([first, ...others]: readonly Prepared[]): string | null {
  const meaning = first?.representation.meaning;
  const at = others.findIndex(({ representation }) => representation.meaning !== meaning);
  const other = others[at]?.representation.meaning;
  if (meaning === undefined || other === undefined) return null;
  const count = others.length + 1;
  return `The ${nameOf(0, count)} holds ${meaning} and the ${nameOf(at + 1, count)} ${other}: scores as they are given must be of one kind (of: probabilities compares both as probabilities).`;
}

function nameOf(at: number, of: number): string {
  return of > 2 ? `model ${at + 1}` : at === 0 ? 'first input' : 'second input';
}
