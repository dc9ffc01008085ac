import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';
import { BadInput, quoted } from '../../tensors/badInput';
import { assertFinite } from '../computed';
import type { NumericArray } from '../runtime';
import { addTo, Seen } from './fit';
import { type Layout, layoutOf, rowsEach, rowsOf, whyApart } from './layout';
import type { Batch, Sides } from './sides';
import type { StitchResult } from './stitchModels';

/** Widest layer that there is a map from or to. */
const mostColumns = 4096;
/** Most bytes of sums over rows. */
const mostBytes = 2 ** 30;

/** A pair of layers with the sums over the training rows that a map is fitted by. */
export interface FittedPair {
  readonly first: string;
  readonly second: string;
  readonly from: Layout;
  readonly to: Layout;
  /** How many rows an instance becomes. */
  readonly positions: number;
  /** Some values of the second layer. */
  readonly like: NumericArray;
  readonly moments: { readonly from: Seen; readonly to: Seen; readonly cross: Matrix };
}

/** What to fit, and to which rows. */
interface Fitting {
  readonly at: readonly { readonly first: string; readonly second: string }[] | undefined;
  readonly isTraining: Uint8Array;
  /** Called for the first batch. Throws BadInput where it is not fit. */
  readonly check: (batch: Batch) => void;
}

/** Runs both models on the training rows and sums what maps between their layers need. Throws BadInput where there is no pair. */
export async function fitPairs(
  sides: Sides,
  { at, isTraining, check }: Fitting,
  engine: Engine,
  progress: (done: number) => void,
): Promise<{ readonly pairs: readonly FittedPair[]; readonly apart: StitchResult['apart'] }> {
  let made: ReturnType<typeof pairsOf> | undefined;
  let done = 0;
  for await (const batch of sides.batches((i) => isTraining[i] === 1)) {
    if (made === undefined) check(batch);
    made ??= pairsOf(sides, at, batch, engine);
    add(made.pairs, [sides.first.path, sides.second.path], batch, engine);
    progress((done += batch.wanted.length));
  }
  if (made === undefined) throw new TypeError('there are no training rows');
  return made;
}

function pairsOf(
  { first, second }: Sides,
  at: readonly { readonly first: string; readonly second: string }[] | undefined,
  { wanted, values }: Batch,
  engine: Engine,
): { readonly pairs: readonly FittedPair[]; readonly apart: StitchResult['apart'] } {
  const chosen = at ?? first.layers.flatMap((a) => second.layers.map((b) => ({ first: a, second: b })));
  const [seenFirst, seenSecond] = [new Map<string, Seen>(), new Map<string, Seen>()];
  const pairs: FittedPair[] = [];
  const apart: { first: string; second: string; reason: string }[] = [];
  let bytes = 0;
  for (const pair of chosen) {
    const [a, b] = [values[0].get(pair.first), values[1].get(pair.second)];
    const [from, to] = [layoutOf(a?.shape ?? []), layoutOf(b?.shape ?? [])];
    const reason = whyNoMap(a, from) ?? whyNoMap(b, to) ?? (from && to ? whyApart(from, to) : null);
    if (reason !== null || a === undefined || b === undefined || from === undefined || to === undefined) {
      apart.push({ ...pair, reason: reason ?? 'it is no table of numbers' });
      continue;
    }
    bytes += 8 * from.width * to.width + (seenFirst.has(pair.first) ? 0 : 8 * from.width ** 2);
    if (bytes > mostBytes)
      throw new BadInput('The maps of all pairs of layers take too much memory: choose pairs with --at.');
    const moments = {
      from: kept(seenFirst, pair.first, () => new Seen(rowsOf(a, from, wanted), engine, { squares: true })),
      to: kept(seenSecond, pair.second, () => new Seen(rowsOf(b, to, wanted), engine, { squares: false })),
      cross: zeros(from.width, to.width),
    };
    pairs.push({ ...pair, from, to, positions: rowsEach(from), like: b, moments });
  }
  const [none] = apart;
  if (pairs.length === 0 && none !== undefined)
    throw new BadInput(
      `No map leads from a layer of ${first.path} to one of ${second.path}: of ${quoted(none.first)} and ${quoted(none.second)} ${none.reason}.`,
    );
  return { pairs, apart };
}

function whyNoMap(array: NumericArray | undefined, layout: Layout | undefined): string | null {
  if (array === undefined || layout === undefined) return 'one is no array of numbers for each instance';
  if (layout.width <= mostColumns) return null;
  return `one has ${layout.width} columns, more than ${mostColumns}`;
}

function kept(seen: Map<string, Seen>, name: string, make: () => Seen): Seen {
  const known = seen.get(name);
  if (known !== undefined) return known;
  const made = make();
  seen.set(name, made);
  return made;
}

/** Adds the wanted rows of a batch to all sums. */
function add(
  pairs: readonly FittedPair[],
  paths: readonly [string, string],
  { wanted, instances, values }: Batch,
  engine: Engine,
): void {
  const places = wanted.map((row, at) => [row, instances[at] ?? row] as const);
  const [lefts, rights] = [new Map<string, Matrix>(), new Map<string, Matrix>()];
  const moved = (
    known: Map<string, Matrix>,
    [path, name]: readonly [path: string, name: string],
    { array, layout, seen }: { array: NumericArray | undefined; layout: Layout; seen: Seen },
  ): Matrix => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (array === undefined) throw new TypeError(`value ${name} is missing`);
    assertFinite(array, { path, name, places });
    const rows = seen.add(rowsOf(array, layout, wanted));
    known.set(name, rows);
    return rows;
  };
  for (const { first, second, from, to, moments } of pairs) {
    const left = moved(lefts, [paths[0], first], {
      array: values[0].get(first),
      layout: from,
      seen: moments.from,
    });
    const right = moved(rights, [paths[1], second], {
      array: values[1].get(second),
      layout: to,
      seen: moments.to,
    });
    addTo(moments.cross.data, engine.multiply(left, right, { transposeA: true }).data);
  }
}
