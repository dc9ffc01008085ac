import { truth, whyUnjudged } from '../../measures/hardPrediction/correctness';
import { whyUnfit } from '../../measures/hardPrediction/predicted';
import { predictions } from '../../measures/preparations/predictions';
import { probabilities } from '../../measures/preparations/probabilities';
import type { Prepared } from '../../measures/prepared';
import { score } from '../../measures/score';
import { whyNoDistributions } from '../../measures/softPrediction/distributions';
import {
  type Answer,
  type Instance,
  type InstanceChoice,
  type Outcome,
  outcomeOf as outcomeBetween,
  type Score,
} from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import type { Labels } from '../../tensors/representation';

/** What two models answer to the same instances. */
export interface Answers {
  readonly x: Prepared;
  readonly y: Prepared;
  /** Present where the labels can judge the answers. */
  readonly labels?: Labels;
  /** Why they cannot: a sentence. */
  readonly labelsProblem?: string;
  readonly classesX: Float64Array;
  readonly classesY: Float64Array;
  readonly truth?: Float64Array;
  /** How far apart the answers are: Jensen-Shannon divergence in nats, or else disagreement. */
  readonly scored: Score;
  /** The same instance by instance. */
  readonly distances: readonly number[];
}

/** Puts the outputs of two models beside each other. Throws BadInput when they do not go together. */
export function answersOf(x: Prepared, y: Prepared, labels: Labels | undefined): Answers {
  const unfit = whyUnfit([x, y]) ?? whyRejected(x, y);
  if (unfit !== null) throw new BadInput(unfit);
  const problem = labels === undefined ? null : whyUnjudged([x, y], labels);
  const judged = labels !== undefined && problem === null ? { labels, truth: truth(labels) } : {};
  const disagreement = { id: 'hard.disagreement', parameters: {} };
  const soft = hasScores(x) && hasScores(y) ? [{ id: 'soft.jsd', parameters: {} }] : [];
  // Scores of other classes cannot be put beside each other, their answers can.
  const scored = [...soft, disagreement].map((call) => score(call, x, y, { perInstance: true }));
  const found = scored.find(({ value }) => value !== null);
  if (found === undefined) throw new BadInput(scored.at(-1)?.reason ?? 'The outputs cannot be compared.');
  return {
    ...{ x, y, ...judged, scored: found, distances: found.perInstance ?? [] },
    ...(problem !== null && { labelsProblem: problem }),
    classesX: x.get(predictions),
    classesY: y.get(predictions),
  };
}

/** Scores whose rows are no distributions although they should be. */
function whyRejected(x: Prepared, y: Prepared): string | null {
  const scored = [x, y].filter(hasScores);
  return scored.length === 0 ? null : whyNoDistributions(scored);
}

export function hasScores({ representation }: Prepared): boolean {
  return representation.meaning !== 'classes';
}

/** What both models make of an instance. */
export function outcomeOf({ classesX, classesY, truth: right }: Answers, i: number): Outcome {
  return outcomeBetween(classesX[i] ?? NaN, classesY[i] ?? NaN, right?.[i]);
}

/** The instances that are wanted, the least similar first, those of the same distance in their order. */
export function chosenInstances(answers: Answers, choice: InstanceChoice): readonly number[] {
  const { classesX, classesY, distances, x } = answers;
  const { outcome, classX, classY } = choice;
  const fits = (i: number): boolean =>
    (outcome === undefined || outcomeOf(answers, i) === outcome) &&
    (classX === undefined || classesX[i] === classX) &&
    (classY === undefined || classesY[i] === classY);
  const chosen: number[] = [];
  for (let i = 0; i < x.n; i++) if (fits(i)) chosen.push(i);
  return chosen.sort((a, b) => (distances[b] ?? 0) - (distances[a] ?? 0) || a - b);
}

/** Everything about an instance but where it is from. */
export function answersAt(
  answers: Answers,
  i: number,
): Pick<Instance, 'x' | 'y' | 'label' | 'outcome' | 'distance'> {
  const { x, y, classesX, classesY, truth: right, distances } = answers;
  const label = right?.[i];
  return {
    x: answerOf(x, classesX, i),
    y: answerOf(y, classesY, i),
    ...(label !== undefined && { label }),
    outcome: outcomeOf(answers, i),
    distance: distances[i] ?? 0,
  };
}

function answerOf(of: Prepared, classes: Float64Array, i: number): Answer {
  const answer = classes[i] ?? 0;
  if (!hasScores(of)) return { class: answer };
  const column = of.representation.classes?.numbers.indexOf(answer) ?? answer;
  return { class: answer, probability: of.get(probabilities).values[i * of.d + column] ?? 0 };
}
