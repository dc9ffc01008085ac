import type { MeasureCall, Score } from '../protocol';
import { complete } from '../measures/complete';
import { classesKey, type LayerSource } from './layers';
import type { LabelSource } from './labelReader';
import { rowsKey } from './view';

/** Everything a score depends on of one side. */
export interface KeyedLayer extends Pick<LayerSource, 'rule' | 'rows' | 'picked' | 'meaning' | 'classes'> {
  /** sha-256 of dtype, shape and stored values. */
  readonly content: string;
}

/**
 * The cache key of a score: whatever it depends on, and nothing else. `labels` is what `labelsKey` makes of the content
 * hash of the labels; it counts for measures that look at them only. Throws BadInput for an unknown measure.
 */
export function scoreKey(x: KeyedLayer, y: KeyedLayer, call: MeasureCall, labels?: string): string {
  const { measure, parameters } = complete(call);
  const sides = [x, y].map((side) => [side.content, side.rule, rowsKey(side), ...outputsKey(side)]);
  const ordered = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const seen = measure.needs.labels ? [labels ?? null] : [];
  return JSON.stringify(['score', ...sides, measure.id, measure.version, ordered, ...seen]);
}

/** Raised whenever what outputs are taken for could change. */
const kindsVersion = 3;

function outputsKey({ meaning, classes }: KeyedLayer): readonly unknown[] {
  if (meaning === 'activations' || meaning === 'weights') return [meaning];
  const order = classesKey({ ...(classes !== undefined && { classes }) });
  return [meaning, kindsVersion, ...(order === null ? [] : [order])];
}

/**
 * Labels in the key of a score: what their file holds, which of its rows are taken where they go by ids, and the classes
 * they are where they go by names.
 */
export function labelsKey(
  content: string,
  { picked, byName }: Pick<LabelSource, 'picked' | 'byName'>,
): string {
  const rows = picked === undefined ? '' : ` ${picked.digest}`;
  return `${content}${rows}${byName === undefined ? '' : ` ${JSON.stringify(byName)}`}`;
}

/** The cache key of the content hashes of the tensors of a file. */
export function contentsKey(identity: string): string {
  return JSON.stringify(['contents', identity]);
}

/** A cached value, when it is a score of this measure; anything else is a miss. */
export function asScore(value: unknown, call: MeasureCall): Score | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const score = value as Partial<Record<keyof Score, unknown>>;
  const { value: number, status, notes, n, parameters } = score;
  const wellFormed =
    score.measure === complete(call).measure.id &&
    (status === 'ok' ? typeof number === 'number' : number === null) &&
    (status === 'ok' || status === 'degenerate' || status === 'undefined') &&
    Array.isArray(notes) &&
    typeof n === 'number' &&
    typeof parameters === 'object';
  return wellFormed ? (value as Score) : undefined;
}
