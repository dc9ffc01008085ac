import { complete, type CompleteCall } from '../measures/complete';
import { obstacle } from '../measures/obstacle';
import type { ComparisonCosts, ComparisonKind, MeasureCall, MeasureCost, TensorEntry } from '../protocol';
import { breather } from './breath';
import { layerSeconds, pairCost, type Size, sizeOf } from './cost';
import type { Headers } from './headers';
import { findKind } from './kind';
import { findLabels } from './labels';
import { callsFor, findTensor } from './pairJob';
import { pairLayers } from './pairing';
import type { Budget } from './budget';

export interface CostsRequest {
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

const unlabelled = 'needs a label for each instance: labels.npy beside the model file, or one folder up';

/** Layers of equal size cost the same: a class of them, and how many pairs it has. */
interface PairClass {
  readonly x: Size;
  readonly y: Size;
  pairs: number;
}

/** What every measure would take for a comparison. Reads headers only, not even the cache. Throws BadInput. */
export async function estimateCosts(request: CostsRequest, estimators: Estimators): Promise<ComparisonCosts> {
  const [x, y] = await Promise.all([sideOf(request.x, estimators), sideOf(request.y, estimators)]);
  const kind = request.kind ?? findKind(x.tensors, y.tensors);
  const { pair } = request;
  const single = (path: string, tensors: readonly TensorEntry[], name: string) => [
    findTensor(path, tensors, name).entry,
  ];
  const { left, right, pairs } =
    pair === undefined
      ? layersOf(pairLayers(kind, x, y))
      : {
          left: single(x.path, x.tensors, pair.tensorX),
          right: single(y.path, y.tensors, pair.tensorY),
          pairs: [[0, 0] as const],
        };
  const classes = classesOf(left, right, pairs);
  const layers = [
    ...countSizes(
      left,
      pairs.map(([i]) => i),
    ),
    ...countSizes(
      right,
      pairs.map(([, j]) => j),
    ),
  ];
  const rate = await estimators.rate();
  const breathe = breather(1);
  const measures: MeasureCost[] = [];
  const calls = callsFor(kind).map((call) => request.calls?.find(({ id }) => id === call.id) ?? call);
  const widest = widestOf(classes);
  const wanted = { files: [request.x, request.y], rows: widest.rows, calls, kind };
  const labels = (await findLabels(wanted, estimators.headers)) !== undefined;
  for (const call of calls) {
    await breathe();
    const cost = costOf(complete(call), { classes, layers, kind, rate, budget: estimators.budget, labels });
    const threads = Math.max(1, Math.min(estimators.workers(), cost.pairs));
    measures.push(cost.seconds === null ? cost : { ...cost, seconds: cost.seconds / threads });
  }
  return { kind, pairs: pairs.length, measures, widest, labels };
}

async function sideOf(path: string, { headers }: Estimators) {
  return { path, tensors: await headers.all(await headers.open(path)) };
}

function layersOf({ x, y, pairs }: ReturnType<typeof pairLayers>) {
  return { left: x.map(({ entry }) => entry), right: y.map(({ entry }) => entry), pairs };
}

function keyOf({ n, d, bytes }: Size): string {
  return `${n} ${d} ${bytes}`;
}

function classesOf(
  left: readonly TensorEntry[],
  right: readonly TensorEntry[],
  pairs: readonly (readonly [number, number])[],
): readonly PairClass[] {
  const [sizesX, sizesY] = [left.map(sizeOf), right.map(sizeOf)];
  const classes = new Map<string, PairClass>();
  for (const [i, j] of pairs) {
    const [x, y] = [sizesX[i], sizesY[j]];
    if (x === undefined || y === undefined) continue;
    const key = `${keyOf(x)} ${keyOf(y)}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { x, y, pairs: 1 });
    else known.pairs++;
  }
  return [...classes.values()];
}

/** The sizes of the layers that are in a pair, and how many layers have each. */
function countSizes(
  layers: readonly TensorEntry[],
  used: readonly number[],
): readonly (readonly [Size, number])[] {
  const counts = new Map<string, [Size, number]>();
  for (const at of new Set(used)) {
    const layer = layers[at];
    if (layer === undefined) continue;
    const size = sizeOf(layer);
    const known = counts.get(keyOf(size));
    if (known === undefined) counts.set(keyOf(size), [size, 1]);
    else known[1]++;
  }
  return [...counts.values()];
}

interface Whole {
  readonly classes: readonly PairClass[];
  readonly layers: readonly (readonly [Size, number])[];
  readonly kind: ComparisonKind;
  readonly rate: number;
  readonly budget: Budget;
  /** There are labels for the instances. */
  readonly labels: boolean;
}

/** Seconds of one thread. */
function costOf(call: CompleteCall, whole: Whole): MeasureCost {
  const { classes, layers, kind, rate, budget, labels } = whole;
  const { measure, parameters } = call;
  if (measure.needs.labels && !labels)
    return { measure: measure.id, seconds: null, bytes: 0, pairs: 0, reason: unlabelled };
  const shape = ({ n, d }: Size) => ({ rows: n, cols: d, meaning: kind });
  const prepared = new Set<string>();
  let [seconds, bytes, pairs] = [0, 0, 0];
  let reason: string | undefined;
  for (const { x, y, pairs: count } of classes) {
    const cost = pairCost(x, y, call, { rate, limit: budget.limit, meaning: kind });
    const why =
      obstacle(measure, parameters, shape(x), shape(y)) ??
      (cost.bytes > budget.limit
        ? `needs more memory than nnsim.memoryLimit allows: ${mebibytes(cost.bytes)}`
        : null);
    if (why !== null) {
      reason ??= why;
      continue;
    }
    pairs += count;
    seconds += count * cost.seconds;
    bytes = Math.max(bytes, cost.bytes);
    // In blocks of rows each pair reads and prepares its own.
    if (!cost.inBlocks) prepared.add(keyOf(x)).add(keyOf(y));
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
