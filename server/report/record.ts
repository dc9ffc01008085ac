import type { Comparison, Curve, Detail, JoinedRows, ParameterValues, Score, ScoreStatus } from '../protocol';

/** A score as exports and `nnsim --json` write it: every key is always there, null where there is nothing to say. */
export interface ScoreRecord {
  readonly measure: string;
  readonly parameters: ParameterValues;
  readonly value: number | null;
  readonly status: ScoreStatus;
  readonly reason: string | null;
  readonly n: number;
  readonly seed: number | null;
  /** The tensors (layers) compared. */
  readonly x: string;
  readonly y: string;
  readonly chance: number | null;
  /** Of an estimate from random draws. */
  readonly standardError: number | null;
  readonly notes: readonly string[];
  /** Numbers told beside the value; empty when there are none. */
  readonly details: readonly Detail[];
  readonly curve: Curve | null;
}

/** The record of one score of the tensors named x and y. */
export function scoreRecord(score: Score, x: string, y: string): ScoreRecord {
  const { measure, parameters, value, status, n, notes } = score;
  return {
    measure,
    parameters,
    value,
    status,
    reason: score.reason ?? null,
    n,
    seed: score.seed ?? null,
    x,
    y,
    chance: score.chance ?? null,
    standardError: score.standardError ?? null,
    notes,
    details: score.details ?? [],
    curve: score.curve ?? null,
  };
}

/** How the layers were read, so that the values can be computed again; null for weights, which are read as they are. */
export function readingOf({
  kind,
  rule,
  rows,
  ids,
  joined,
}: Pick<Comparison, 'kind' | 'rule' | 'rows' | 'ids' | 'joined'>): {
  readonly rule: string | null;
  readonly rows: string | null;
  /** By what rows belong together. */
  readonly matched: 'id' | 'position' | null;
  /** Where the ids are, where a person named them. */
  readonly ids: readonly string[] | null;
  /** How many rows were joined, and how many of each file were left. */
  readonly joined: JoinedRows | null;
} {
  if (kind === 'weights') return { rule: null, rows: null, matched: null, ids: null, joined: null };
  return {
    ...{ rule: rule ?? 'flatten', rows: rows ?? 'all' },
    ...{ matched: joined === undefined ? 'position' : 'id', ids: ids ?? null, joined: joined ?? null },
  };
}

/** The records of a comparison in reading order: layer by layer of x, in each the layers of y. */
export function scoreRecords(comparison: Comparison): ScoreRecord[] {
  const inOrder = comparison.cells.toSorted((a, b) => a.x - b.x || a.y - b.y);
  return inOrder.map(({ x, y, score }) =>
    scoreRecord(score, comparison.x.layers[x]?.tensor ?? '', comparison.y.layers[y]?.tensor ?? ''),
  );
}
