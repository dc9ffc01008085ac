import { basename } from 'node:path';
import { complete } from '../measures/complete';
import type { Cell, Comparison, Score } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Cache } from './cache';
import { withLabelNote } from './labels';
import { inLanes } from './lanes';
import type { PairCost } from './cost';
import type { Planned } from './plan';
import type { Pool } from './pool';
import type { Work } from './sharing';
import { type Scored, unscored } from './tasks/score';
import { withNotes } from './view';

/** Estimated seconds, and pairs, of one task: small enough that a more urgent job soon gets a thread. */
const task = { seconds: 0.25, items: 64 };

export interface ComparisonParts {
  readonly pool: Pool;
  readonly cache: Cache;
}

/** Scores what a plan holds; cells are emitted as they are known. Throws BadInput and Cancelled. */
export async function runComparison(
  planned: Planned,
  { pool, cache }: ComparisonParts,
  work: Work<readonly Cell[]> & { readonly onStart: () => void },
): Promise<Comparison> {
  const start = performance.now();
  const { plan } = planned;
  const cells: Cell[] = [];
  const told: Promise<void>[] = [];
  const unreadable = { x: new Map<number, string>(), y: new Map<number, string>() };
  const tell = (some: readonly Cell[]): void => {
    if (some.length === 0) return;
    cells.push(...some);
    work.emit(some);
    work.progress(cells.length / plan.pairs.length, `${cells.length} of ${plan.pairs.length} layer pairs`);
  };
  const cellAt = (position: number, score: Score, cached: boolean): Cell => {
    const [x, y] = plan.pairs[position] ?? [-1, -1];
    return {
      x,
      y,
      score: withNotes(withLabelNote(score, plan.measure, planned.labels), planned.notes),
      cached,
    };
  };

  /** A score without a value for a pair of which it is known that it has none. */
  const spoilt = (position: number): Cell | undefined => {
    const [x, y] = plan.pairs[position] ?? [-1, -1];
    const reason = unreadable.x.get(x) ?? unreadable.y.get(y);
    return reason === undefined ? undefined : cellAt(position, unscored(plan.measure, reason, 0), false);
  };

  const { known, open, refused } = sorted(planned, pool);
  tell(known.map(([position, score]) => cellAt(position, score, true)));
  tell(refused.map(([position, reason]) => cellAt(position, unscored(plan.measure, reason, 0), false)));

  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  await inLanes(open, Math.max(1, Math.min(pool.workers, open.length)), task, async (portion, lane) => {
    tell(portion.map(({ position }) => spoilt(position)).filter((cell) => cell !== undefined));
    const positions = portion
      .map(({ position }) => position)
      .filter((position) => spoilt(position) === undefined);
    if (positions.length === 0) return;
    const bytes = Math.max(...portion.map((one) => one.bytes));
    const { urgency, onStart } = work;
    const onPart = (part: readonly Scored[]): void => {
      const kept: Promise<void>[] = [];
      for (const { pair, content, score, cached, unreadable: side } of part) {
        const [i, j] = plan.pairs[positions[pair] ?? -1] ?? [-1, -1];
        if (side === 'x') unreadable.x.set(i, score.reason ?? '');
        if (side === 'y') unreadable.y.set(j, score.reason ?? '');
        const [left, right] = [planned.x[i], planned.y[j]];
        if (content === undefined || left === undefined || right === undefined) continue;
        const labels = planned.labels?.source;
        if (cached) kept.push(cache.learnAll(left, right, content, labels));
        else kept.push(cache.put(left, right, plan.measure, score, content, labels));
      }
      const found = part.map(({ pair, score, cached }) => cellAt(positions[pair] ?? -1, score, cached));
      // What a person has seen is on disk: a server that is killed then has lost nothing.
      const written = Promise.all(kept).then(() => cache.save());
      told.push(written.then(() => tell(found)));
    };
    try {
      const subject = subjectOf(planned, positions);
      const options = { signal, urgency, onPart, onStart, subject, bytes, lane };
      await pool.run('score', scoreInput(planned, positions, pool.budget.limit), options);
    } catch (error) {
      stop.abort();
      throw error;
    }
  }).finally(async () => {
    await Promise.all(told);
  });
  cells.sort((a, b) => a.x - b.x || a.y - b.y);
  return { ...plan, cells, seconds: (performance.now() - start) / 1000 };
}

interface Sorted {
  readonly known: (readonly [position: number, score: Score])[];
  readonly open: (PairCost & { readonly position: number; readonly layer: number })[];
  readonly refused: (readonly [position: number, reason: string])[];
}

/** What is known, what is to be done, and what takes more memory than there may be. Throws when that is all of it. */
function sorted(planned: Planned, { budget }: Pool): Sorted {
  const result: Sorted = { known: [], open: [], refused: [] };
  const longer = planned.x.length >= planned.y.length ? 0 : 1;
  for (const [position, one] of planned.pairs.entries()) {
    if ('measure' in one) {
      result.known.push([position, one]);
      continue;
    }
    const refusal = budget.refusal(one.bytes, subjectOf(planned, [position]));
    if (refusal === undefined)
      result.open.push({ ...one, position, layer: planned.plan.pairs[position]?.[longer] ?? 0 });
    else result.refused.push([position, refusal]);
  }
  const [first] = result.refused;
  if (first !== undefined && result.open.length === 0 && result.known.length === 0)
    throw new BadInput(first[1]);
  return result;
}

function scoreInput({ plan, x, y, labels }: Planned, positions: readonly number[], limit: number) {
  const pairs = positions.map((position) => plan.pairs[position] ?? ([-1, -1] as const));
  // Only the layers of these pairs: the message stays small however many layers there are.
  const left = [...new Set(pairs.map(([i]) => i))];
  const right = [...new Set(pairs.map(([, j]) => j))];
  return {
    x: left.map((i) => x[i]).filter((source) => source !== undefined),
    y: right.map((j) => y[j]).filter((source) => source !== undefined),
    pairs: pairs.map(([i, j]) => [left.indexOf(i), right.indexOf(j)] as const),
    calls: [plan.measure],
    allowance: Infinity,
    limit,
    ...(labels !== undefined && { labels: labels.source }),
  };
}

/** What some pairs are, in words: "CKA of layers "a" of x.npz and "b" of y.npz". */
function subjectOf({ plan }: Planned, positions: readonly number[]): string {
  const [x, y] = plan.pairs[positions[0] ?? -1] ?? [-1, -1];
  const { title } = complete(plan.measure).measure;
  const [left, right] = [plan.x.layers[x]?.tensor ?? '', plan.y.layers[y]?.tensor ?? ''];
  const more = positions.length > 1 ? ` (and ${positions.length - 1} more pairs)` : '';
  return `${title} of ${quoted(left)} of ${basename(plan.x.path)} and ${quoted(right)} of ${basename(plan.y.path)}${more}`;
}
