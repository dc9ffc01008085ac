/** What the outputs view says, in words. Pure: no document. */
import {
  type ClassMatch,
  type InstanceChoice,
  type NoOutputs,
  type Outcome,
  type OutputsKind,
  type OutputsReport,
  type OutputsSide,
  shareText,
} from '../../server/protocol';
import { exactCount, plural, shapeText } from '../numbers';

/** What the columns of outputs may be, as people choose it. */
export const kindTitles: readonly (readonly [OutputsKind, string])[] = [
  ['logits', 'Logits'],
  ['probabilities', 'Probabilities'],
  ['classes', 'Class numbers'],
  ['one-hot', 'One-hot classes'],
  ['binary', 'Binary (one probability)'],
];

export const matchTitles: readonly (readonly [ClassMatch, string])[] = [
  ['by-name', 'By name'],
  ['by-position', 'By position'],
];

/** What the outputs are taken for as long as nobody says it: "As found: logits". */
export function foundKind({ x, y }: Pick<OutputsReport, 'x' | 'y'>): string {
  const title = (kind: OutputsKind): string =>
    (kindTitles.find(([each]) => each === kind)?.[1] ?? kind).toLowerCase();
  const both = x.kind === y.kind ? title(x.kind) : `${title(x.kind)}, ${title(y.kind)}`;
  return `As found: ${both}`;
}

/** Two names without the endings they share: "seed0/logits.npy" and "seed1/logits.npy" are "seed0" and "seed1". */
export function shortNames(x: string, y: string): readonly [string, string] {
  const [left, right] = [x.split('/'), y.split('/')];
  while (left.length > 1 && right.length > 1 && left.at(-1) === right.at(-1)) {
    left.pop();
    right.pop();
  }
  const [a, b] = [left.join('/'), right.join('/')];
  return a === b ? [`${a} (1)`, `${b} (2)`] : [a, b];
}

export function className(number: number, names: readonly string[] | undefined): string {
  return names?.[number] ?? String(number);
}

type Names = readonly [x: string, y: string];

export function outcomeWords(outcome: Outcome, [x, y]: Names): string {
  switch (outcome) {
    case 'bothRight':
      return 'Both right';
    case 'onlyX':
      return `Only ${x} right`;
    case 'onlyY':
      return `Only ${y} right`;
    case 'bothWrongSame':
      return 'Both wrong, same answer';
    case 'bothWrongDifferent':
      return 'Both wrong, different answers';
    case 'same':
      return 'Same answer';
    case 'different':
      return 'Different answers';
  }
}

/** Which instances are listed: "Only seed0 right", "seed0: 3, seed1: 5". */
export function choiceWords(
  { outcome, classX, classY }: InstanceChoice,
  names: Names,
  classNames: readonly string[] | undefined,
): string {
  const parts = [
    ...(outcome === undefined ? [] : [outcomeWords(outcome, names)]),
    ...(classX === undefined ? [] : [`${names[0]} answers ${className(classX, classNames)}`]),
    ...(classY === undefined ? [] : [`${names[1]} answers ${className(classY, classNames)}`]),
  ];
  return parts.length === 0 ? 'Least similar instances first' : parts.join(', ');
}

/** The sentence above all: how often predictions differ, and how often they could. */
export function summaryWords({ rows, disagreement }: OutputsReport): string {
  const { share, byChance, least, most } = disagreement;
  const differ = `Predictions differ on ${shareText(share)} of ${plural(rows, 'instance')}.`;
  const chance = `Answering each class as often but independently, two models would differ on ${shareText(byChance)}.`;
  if (least === undefined || most === undefined) return `${differ} ${chance}`;
  return `${differ} Their accuracies alone allow ${shareText(least)} to ${shareText(most)}. ${chance}`;
}

/** What was found and what it is taken for. */
export function foundWords({ tensor, shape, why, kind, kindWhy, accuracy }: OutputsSide): string {
  const right = accuracy === null ? '' : `; ${shareText(accuracy)} right`;
  return `${tensor} [${shapeText(shape)}] (${why}), taken for ${kind} because ${kindWhy}${right}`;
}

/** "20 classes that the models differ on least are left out." */
export function leftWords(left: number): string {
  return left === 0 ? '' : `${exactCount(left)} classes that the models differ on least are left out.`;
}

/** Why there is nothing to show, and what to do where tensors may be chosen. */
export function noneWords({ reason, unfit, choices }: NoOutputs): string {
  const may = !unfit && choices.every((count) => count > 0);
  return may ? `${reason} Choose above which tensor of each file its outputs are.` : reason;
}
