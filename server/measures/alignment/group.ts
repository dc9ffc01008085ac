import type { ParameterValues } from '../../protocol';
import { choiceOf, flagOf, type Cost, type Parameter } from '../measure';
import { alignable } from '../preparations/alignable';
import { centred } from '../preparations/centred';
import { columnMatching, matchingCost } from '../preparations/columnMatching';
import { columns } from '../preparations/columns';
import { magnitude } from '../preparations/magnitude';
import { forProducts } from '../preparations/turned';
import type { Preparation, Prepared } from '../prepared';
import { matchedDistanceSquared } from './permutation';
import { alignedDistanceSquared, rotationCost } from './rotation';

/** Whether columns are centred before the alignment. */
export const centreParameter: Parameter = {
  name: 'centre',
  kind: 'flag',
  default: false,
  summary: 'Subtract each column’s mean first, so that shifting all instances changes nothing.',
};

/** Over which group of maps the best one is sought. */
export const overParameter: Parameter = {
  name: 'over',
  kind: 'choice',
  default: 'rotations',
  choices: ['rotations', 'permutations'],
  summary:
    'Which maps may align the inputs: all rotations and reflections, or only the one-to-one matchings of neurons.',
};

/** Is the best permutation sought, not the best rotation? */
export function overPermutations(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'over') === 'permutations';
}

/** What an alignment prepares; both parameters above must be among those of the measure. */
export function alignmentPreparations(parameters: ParameterValues): readonly Preparation<unknown>[] {
  const centre = flagOf(parameters, 'centre');
  return [
    magnitude,
    ...(overPermutations(parameters)
      ? [...(centre ? [centred] : []), columns(centre)]
      : [...forProducts(centre), alignable(centre)]),
  ];
}

/** Why a single row has no value once it is centred and to be of length 1, as a clause; null where it is not. */
export function loneRow(n: number, parameters: ParameterValues): string | null {
  return n === 1 && flagOf(parameters, 'centre')
    ? 'needs at least 2 rows with centre: yes, which makes a single one zero: 1 given'
    : null;
}

/** Of rows that are turned onto each other, each input of length 1: why the distance is 0 whatever they hold. */
export function turnedOntoEachOther(n: number, parameters: ParameterValues): string | null {
  if (overPermutations(parameters)) return null;
  if (n === 1) return 'is 0 for any single row: more rows are needed';
  return n === 2 && flagOf(parameters, 'centre')
    ? 'is 0 for any two rows that differ: more rows are needed'
    : null;
}

/** The cost of one alignment. */
export function alignmentCost(n: number, d: number, e: number, parameters: ParameterValues): Cost {
  return overPermutations(parameters) ? matchingCost(n, d, e) : rotationCost(n, d, e);
}

/** Two inputs about to be aligned. */
export interface Alignment {
  /** Their Frobenius norms, each in its own unit `magnitude.scale`. */
  readonly norms: readonly [number, number];
  /** min over the group of ||a X Q - b Y||_F^2, the narrower input padded with zero columns. */
  readonly distanceSquared: (a: number, b: number) => number;
}

/** Aligns x to y as the parameters say. */
export function alignment(x: Prepared, y: Prepared, parameters: ParameterValues): Alignment {
  const centre = flagOf(parameters, 'centre');
  if (overPermutations(parameters)) {
    const [left, right] = [x.get(columns(centre)), y.get(columns(centre))];
    return {
      norms: [left.norm, right.norm],
      distanceSquared: (a, b) =>
        matchedDistanceSquared(left, right, x.with(y, columnMatching(centre)), a, b, () => {
          x.engine.poll();
        }),
    };
  }
  const [left, right] = [x.get(alignable(centre)), y.get(alignable(centre))];
  return {
    norms: [left.norm, right.norm],
    distanceSquared: (a, b) => alignedDistanceSquared(x, y, centre, a, b),
  };
}
