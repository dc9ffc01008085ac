import { complete, type CompleteCall } from '../measures/complete';
import { obstacle } from '../measures/obstacle';
import { BadInput } from '../tensors/badInput';
import type {
  ComparisonCosts,
  ComparisonKind,
  MeasureCall,
  MeasureCost,
  Reading,
  TensorEntry,
} from '../protocol';
import { breather, inSlices } from './breath';
import { mapped, type Sliced } from '../tensors/slices';
import { layerSeconds, pairCost, type Size, sizeOf } from './cost';
import type { Headers } from './headers';
import { findLabels, type Wanted } from './labels';
import { callsFor, findTensor } from './pairJob';
import { pairLayers } from './pairing';
import { instancesIn, openSides } from './sides';
import { allowsBlocks } from './view';
import type { Budget } from './budget';

export interface CostsRequest extends Reading {
  readonly x: string;
  readonly y: string;
  readonly kind?: ComparisonKind;
  /** One pair instead of all. */
  readonly pair?: { readonly tensorX: string; readonly tensorY: string };
  /** Each replaces the call of its measure with default parameters. */
  readonly calls?: readonly MeasureCall[];
}

export interface Estimators {
  readonly headers: Headers;
  readonly budget: Budget;
  /** Operations a second of one thread. */
  rate(): Promise<number>;
  workers(): number;
}

/**
 * What takes longer, at the speed of a usual machine, is computed only when a person asks for it. Not at the speed of
 * this one at this moment, so that the same files have the same measures everywhere and every time.
 */
const patienceSeconds = 3;
const usualRate = 2e10;

const unlabelled =
  'needs labels: choose a file with one class number for each row; none is called labels.npy or the like beside the models or one folder up';

/** Layers of equal size cost the same: a class of them, and how many pairs it has. */
interface PairClass {
  readonly x: Size;
  readonly y: Size;
  pairs: number;
}

/** What every measure would take for a comparison. Reads headers only, not even the cache. Throws BadInput. */
export async function estimateCosts(request: CostsRequest, estimators: Estimators): Promise<ComparisonCosts> {
  const { x, y, kind, joined } = await openSides(request, estimators.headers);
  const { pair } = request;
  const {
    x: placedX,
    y: placedY,
    pairs,
  } = pair === undefined
    ? await inSlices(pairLayers(kind, x, y))
    : {
        x: [findTensor(x.path, x.tensors, pair.tensorX)],
        y: [findTensor(y.path, y.tensors, pair.tensorY)],
        pairs: [[0, 0] as const],
      };
  const [left, right] = [placedX.map(({ entry }) => entry), placedY.map(({ entry }) => entry)];
  const classes = await inSlices(classesOf(left, right, pairs));
  const layers = [
    ...(await inSlices(countSizes(left, pairs, ([i]) => i))),
    ...(await inSlices(countSizes(right, pairs, ([, j]) => j))),
  ];
  const rate = await estimators.rate();
  const breathe = breather(1);
  const measures: MeasureCost[] = [];
  const calls = callsFor(kind).map((call) => request.calls?.find(({ id }) => id === call.id) ?? call);
  const widest = widestOf(classes);
  const labels = await labelsFor({
    ...{ labels: request.labels, files: [request.x, request.y], calls, kind },
    ...instancesIn(x, placedX[0]),
    headers: estimators.headers,
  });
  for (const call of calls) {
    await breathe();
    const blocks = allowsBlocks(x.view, kind) && allowsBlocks(y.view, kind);
    const whole = { classes, layers, kind, blocks, budget: estimators.budget, labels };
    const cost = costOf(complete(call), { ...whole, rate });
    const usual = costOf(complete(call), { ...whole, rate: usualRate });
    const threads = Math.max(1, Math.min(estimators.workers(), cost.pairs));
    const seconds = cost.seconds === null ? null : cost.seconds / threads;
    measures.push({ ...cost, seconds, slow: (usual.seconds ?? 0) > patienceSeconds });
  }
  const file = 'file' in labels ? { labelsFile: labels.file } : {};
  const byId = joined === undefined ? {} : { joined };
  return { kind, pairs: pairs.length, measures, widest, labels: 'file' in labels, ...file, ...byId };
}

/** The file with the labels, or why there are none. */
async function labelsFor({
  headers,
  ...wanted
}: Wanted & { readonly headers: Headers }): Promise<{ readonly file: string } | { readonly reason: string }> {
  try {
    const found = await findLabels(wanted, headers);
    return found === undefined ? { reason: unlabelled } : { file: found.source.file.path };
  } catch (error) {
    // The file that was named does not fit: that concerns only those who need labels.
    if (error instanceof BadInput)
      return { reason: `needs other labels: choose a file that fits; ${error.message.replace(/\.$/, '')}` };
    throw error;
  }
}

function keyOf({ n, d, bytes }: Size): string {
  return `${n} ${d} ${bytes}`;
}

type Pairs = readonly (readonly [number, number])[];

function* classesOf(
  left: readonly TensorEntry[],
  right: readonly TensorEntry[],
  pairs: Pairs,
): Sliced<readonly PairClass[]> {
  const [sizesX, sizesY] = [yield* mapped(left, sizeOf), yield* mapped(right, sizeOf)];
  const classes = new Map<string, PairClass>();
  yield* mapped(pairs, ([i, j]) => {
    const [x, y] = [sizesX[i], sizesY[j]];
    if (x === undefined || y === undefined) return;
    const key = `${keyOf(x)} ${keyOf(y)}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { x, y, pairs: 1 });
    else known.pairs++;
  });
  return [...classes.values()];
}

/** The sizes of the layers that are in a pair, and how many layers have each. */
function* countSizes(
  layers: readonly TensorEntry[],
  pairs: Pairs,
  side: (pair: readonly [number, number]) => number,
): Sliced<readonly (readonly [Size, number])[]> {
  const counts = new Map<string, [Size, number]>();
  const seen = new Set<number>();
  yield* mapped(pairs, (pair) => {
    const at = side(pair);
    const layer = seen.has(at) ? undefined : layers[at];
    if (layer === undefined) return;
    seen.add(at);
    const size = sizeOf(layer);
    const known = counts.get(keyOf(size));
    if (known === undefined) counts.set(keyOf(size), [size, 1]);
    else known[1]++;
  });
  return [...counts.values()];
}

interface Whole {
  readonly classes: readonly PairClass[];
  readonly layers: readonly (readonly [Size, number])[];
  readonly kind: ComparisonKind;
  /** Whether both layers may be read in blocks of rows. */
  readonly blocks: boolean;
  readonly rate: number;
  readonly budget: Budget;
  readonly labels: { readonly file: string } | { readonly reason: string };
}

/** Seconds of one thread. */
function costOf(call: CompleteCall, whole: Whole): Omit<MeasureCost, 'slow'> {
  const { classes, layers, kind, blocks, rate, budget, labels } = whole;
  const { measure, parameters } = call;
  if (measure.needs.labels && 'reason' in labels) {
    const { reason } = labels;
    return { measure: measure.id, seconds: null, bytes: 0, pairs: 0, reason, lacks: 'labels' };
  }
  const shape = ({ n, d }: Size) => ({ rows: n, cols: d, meaning: kind });
  const prepared = new Set<string>();
  let [seconds, bytes, pairs] = [0, 0, 0];
  let reason: string | undefined;
  for (const { x, y, pairs: count } of classes) {
    const cost = pairCost(x, y, call, { rate, limit: budget.limit, blocks });
    const why =
      obstacle(measure, parameters, shape(x), shape(y)) ??
      (cost.bytes > budget.limit
        ? `needs more memory than ${budget.raisedBy} allows: ${mebibytes(cost.bytes)}`
        : null);
    if (why !== null) {
      reason ??= why;
      continue;
    }
    pairs += count;
    seconds += count * cost.seconds;
    bytes = Math.max(bytes, cost.bytes);
    // In blocks of rows each pair reads and prepares its own.
    if (cost.inBlocks === null) prepared.add(keyOf(x)).add(keyOf(y));
  }
  for (const [size, count] of layers) {
    if (prepared.has(keyOf(size))) seconds += count * layerSeconds(size, call, rate);
  }
  const failure = reason === undefined ? {} : { reason };
  return { measure: measure.id, seconds: pairs === 0 ? null : seconds, bytes, pairs, ...failure };
}

function mebibytes(bytes: number): string {
  return `about ${Math.ceil(bytes / 2 ** 20)} MiB`;
}

function widestOf(classes: readonly PairClass[]): ComparisonCosts['widest'] {
  let widest = classes[0];
  for (const one of classes) {
    if (widest === undefined || one.x.d + one.y.d > widest.x.d + widest.y.d) widest = one;
  }
  return { rows: widest?.x.n ?? 0, columns: [widest?.x.d ?? 0, widest?.y.d ?? 0] };
}
