import { quoted } from '../tensors/badInput';
import type { Measure } from './measure';
import type { Prepared } from './prepared';

/** What outputs were taken for where nobody said it, and why where that is special: sentences; none where all was said. */
export function takenFor(inputs: readonly Prepared[]): readonly string[] {
  const kinds = inputs.map(({ representation: { takenFor: kind, takenBecause: because } }) =>
    kind === undefined ? undefined : [kind, because === undefined ? '' : `, as ${because}`].join(''),
  );
  const doubts = [
    ...(answersAmongScores(inputs)
      ? ['Scores are compared with class numbers by the class of their largest.']
      : []),
    ...new Set(inputs.flatMap(({ representation: { doubt } }) => doubt ?? [])),
  ];
  const [first] = kinds;
  if (kinds.every((kind) => kind === undefined)) return doubts;
  if (first !== undefined && kinds.every((kind) => kind === first)) {
    return [`${inputs.length === 2 ? 'Both are' : 'All are'} taken for ${first}.`, ...doubts];
  }
  const each = kinds.flatMap((kind, at) =>
    kind === undefined ? [] : [`${nameOf(at, inputs.length)} for ${kind}`],
  );
  return [`Taken: ${each.join(each.some((one) => one.includes(', ')) ? '; ' : ', ')}.`, ...doubts];
}

function nameOf(at: number, of: number): string {
  return of > 2 ? `model ${at + 1}` : at === 0 ? 'the first' : 'the second';
}

/** Of one-hot rows. */
const certainly = ', or say that the one-hot rows are probabilities, of certain predictions';

function capital(words: string): string {
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}

function answersAmongScores(inputs: readonly Prepared[]): boolean {
  const answers = inputs.filter(({ representation: { meaning } }) => meaning === 'classes').length;
  return answers > 0 && answers < inputs.length;
}

/** Why outputs are no scores of the same classes, as a sentence; null where they are, or need not be. */
export function otherClasses(
  { title, compares, needs }: Measure,
  inputs: readonly Prepared[],
): string | null {
  if (compares !== 'outputs' || !needs.equalWidths) return null;
  const numbers = inputs.findIndex(({ representation }) => representation.meaning === 'classes');
  if (numbers >= 0) {
    const kind = inputs[numbers]?.representation.takenFor ?? 'class numbers';
    const which = inputs.length > 2 ? `model ${numbers + 1}` : `${nameOf(numbers, 2)} input`;
    const certain = inputs[numbers]?.representation.classCount === undefined ? '' : certainly;
    return `${capital(which)} holds ${kind}: logits or probabilities are needed${certain}.`;
  }
  const [alone, several] = [inputs.findIndex(({ d }) => d === 1), inputs.findIndex(({ d }) => d > 1)];
  if (alone >= 0 && several >= 0) {
    const [one, other] = [alone, several].map((at) => nameOf(at, inputs.length));
    return `${capital(one ?? '')} has one score for each row and ${other ?? ''} ${inputs[several]?.d ?? 0}: where one is the probability of the second of two classes, say that its kind is binary.`;
  }
  const sets = inputs.map(({ representation: { classes } }) => classes && new Set(classes.numbers));
  for (const [at, input] of inputs.entries()) {
    const { classes } = input.representation;
    const lone = classes?.numbers.find((number) => sets.some((set) => set?.has(number) === false));
    if (lone === undefined || classes === undefined) continue;
    const name = quoted(classes.names[lone] ?? '');
    return `${title} needs scores of the same classes: not all have one for ${name}, which ${nameOf(at, inputs.length)} has.`;
  }
  return null;
}

/** Why the scores of an input say nothing of classes, as a sentence; null when they may. */
export function whyOneScore(inputs: readonly Prepared[]): string | null {
  const alone = inputs.some(({ d, representation }) => representation.meaning !== 'classes' && d === 1);
  return alone
    ? 'One score for each row names no class: where it is the probability of the second of two, say that its kind is binary; or compare the scores themselves by the norm of their difference (of: given).'
    : null;
}

/** How many classes the outputs tell apart; undefined where they are bare class numbers. */
export function classCount({
  d,
  representation: { meaning, classCount: count },
}: Prepared): number | undefined {
  return meaning === 'classes' ? count : d;
}
