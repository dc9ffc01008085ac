import { mean } from './mean';
import type { MeasureCall, Score } from '../protocol';
import { complete } from './complete';
import { none, ok } from './measure';

/** A score of two of a set of models. */
export interface PairScore {
  /** Positions in the set. */
  readonly x: number;
  readonly y: number;
  readonly score: Score;
}

/** The pairs of `count` models: each once for a symmetric measure, else both ways. */
export function pairsOf(count: number, symmetric: boolean): readonly (readonly [number, number])[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return all.flatMap((i) => all.flatMap((j) => ((symmetric ? j > i : j !== i) ? [[i, j] as const] : [])));
}

/**
 * The mean of a measure over the pairs of a set of models; no value where a pair has none, since a mean over the others
 * would hide it. `names` are the models', for sentences.
 */
export function meanOverPairs(
  call: MeasureCall,
  pairs: readonly PairScore[],
  names: readonly string[],
): Score {
  const { measure, parameters } = complete(call);
  const scores = pairs.map(({ score }) => score);
  const values = scores.flatMap(({ value }) => value ?? []);
  const n = Math.min(...scores.map((score) => score.n));
  const common = { measure: measure.id, parameters, n };
  const failed = pairs.find(({ score }) => score.value === null);
  if (failed !== undefined) {
    const { x, y, score } = failed;
    const reason = `${names[x] ?? ''} and ${names[y] ?? ''}: ${score.reason ?? 'no value.'}`;
    return { ...common, ...none(score.status === 'degenerate' ? 'degenerate' : 'undefined', reason) };
  }
  const chances = scores.flatMap(({ chance }) => chance ?? []);
  const [seed] = scores.flatMap((score) => score.seed ?? []);
  return {
    ...common,
    ...ok(mean(values), {
      notes: [...new Set(scores.flatMap(({ notes }) => notes))],
      ...(chances.length === scores.length && { chance: mean(chances) }),
      ...(seed !== undefined && { seed }),
    }),
  };
}
