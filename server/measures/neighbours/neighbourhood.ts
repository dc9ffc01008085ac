import type { ParameterValues } from '../../protocol';
import { rotationScale } from '../invariances';
import { choiceOf, numberOf, type Measure, type Parameter } from '../measure';
import { shifted } from '../preparations/shifted';
import { magnitude } from '../preparations/magnitude';
import { angularSpread, blurredNotes, oneDirectionReason } from '../preparations/angularSpread';
import { neighbours, similarities, type Similarity } from '../preparations/neighbours';
import { rowDirections } from '../preparations/rowDirections';
import { constantReason } from '../preparations/variation';
import type { Preparation, Prepared } from '../prepared';

export const kParameter: Parameter = {
  name: 'k',
  kind: 'number',
  default: 10,
  min: 1,
  max: 1e6,
  integer: true,
  summary: 'Neighbours taken of each instance; must be below the number of rows.',
};

export const similarityParameter: Parameter = {
  name: 'similarity',
  kind: 'choice',
  default: 'cosine',
  choices: similarities,
  summary: 'What makes instances near: the angle between them, or their distance.',
};

/** What holds for every value made of lists of neighbours. */
export const listCaveats: readonly string[] = [
  'The value depends on k: compare only values of the same k and the same number of rows.',
  'Of equally near instances the one with the smaller row number is taken, so that duplicates give the same answer each time.',
  'An instance is left out of its own neighbours by its row number; implementations that drop the first neighbour found can drop a duplicate instead.',
];

/** What the measures that look at nothing but lists of neighbours have in common. */
export const ofLists = {
  family: 'neighbours',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({
    ...rotationScale,
    translation: choiceOf(parameters, 'similarity') === 'euclidean',
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [kParameter, similarityParameter],
  obstacle: tooFewRows,
  preparations: (parameters) => {
    const { k, similarity } = choices(parameters);
    return listsOf(k, similarity);
  },
} satisfies Partial<Measure>;

/** The lists and what they are made from. */
export function listsOf(k: number, similarity: Similarity): readonly Preparation<unknown>[] {
  return [...rowsOf(similarity), neighbours(k, similarity)];
}

/** What any lists are made from. */
export function rowsOf(similarity: Similarity): readonly Preparation<unknown>[] {
  return [magnitude, ...(similarity === 'cosine' ? [rowDirections(false), angularSpread(false)] : [shifted])];
}

export function choices(parameters: ParameterValues): {
  readonly k: number;
  readonly similarity: Similarity;
} {
  return { k: numberOf(parameters, 'k'), similarity: choiceOf(parameters, 'similarity') as Similarity };
}

export function tooFewRows(n: number, _d: number, _e: number, parameters: ParameterValues): string | null {
  const k = numberOf(parameters, 'k');
  return k < n ? null : `needs more rows than neighbours: k is ${k} and there are ${n} rows`;
}

/** Why no instance of one of the inputs is nearer to another than a third: its lists say nothing. Null where some are. */
export function nothingNear(x: Prepared, y: Prepared, similarity: Similarity): string | null {
  return similarity === 'cosine' ? oneDirectionReason(x, y) : constantReason(x, y, shifted);
}

/** What is to be said of the lists of both inputs. */
export function listNotes(x: Prepared, y: Prepared, similarity: Similarity): readonly string[] {
  if (similarity === 'euclidean') return [];
  return [...zeroRowNotes(x, y), ...blurredNotes(x, y, ', or use similarity: euclidean')];
}

/** A note for each input with rows that have no direction. */
export function zeroRowNotes(x: Prepared, y: Prepared): readonly string[] {
  return (
    [
      ['First', x],
      ['Second', y],
    ] as const
  ).flatMap(([which, input]) => {
    const { zeroRows } = input.get(rowDirections(false));
    if (zeroRows === 0) return [];
    return [`${which} input has ${zeroRows} zero rows, which have no direction: counted as cosine 0 to all.`];
  });
}

/**
 * The mean over instances of f(K), K the number that two random lists of k among m others have in common: what row
 * orders that have nothing to do with one another give. K is hypergeometric.
 */
export function meanOverOverlaps(k: number, m: number, f: (common: number) => number): number {
  const fewest = Math.max(0, 2 * k - m);
  const logs = new Float64Array(k - fewest + 1);
  for (let i = 1; i < logs.length; i++) {
    const common = fewest + i - 1;
    const ratio = 2 * Math.log(k - common) - Math.log(common + 1) - Math.log(m - 2 * k + common + 1);
    logs[i] = (logs[i - 1] ?? 0) + ratio;
  }
  const most = logs.reduce((a, b) => Math.max(a, b));
  let [weights, sum] = [0, 0];
  logs.forEach((value, i) => {
    const weight = Math.exp(value - most);
    weights += weight;
    sum += weight * f(fewest + i);
  });
  return sum / weights;
}
