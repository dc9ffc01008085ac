import { complete } from '../measures/complete';
import { normalised } from '../measures/call';
import { plainRange } from '../measures/describe';
import type {
  ComparisonKind,
  ComparisonPlan,
  ComparisonRequest,
  Layer,
  MeasureCall,
  Score,
  TensorEntry,
} from '../protocol';
import { mapped } from '../tensors/slices';
import { breather, inSlices } from './breath';
import type { Cache } from './cache';
import { cautionsOf } from './cautions';
import { layerSeconds, pairCost, type PairCost, type Size, sizeOf } from './cost';
import type { Headers } from './headers';
import { findLabels, type FoundLabels } from './labels';
import type { LayerSource } from './layers';
import { pairLayers, type Placed } from './pairing';
import { instancesIn, type OpenSide, openSides } from './sides';
import { allowsBlocks, printView, rowNotes, ruleNotes } from './view';

/** A plan with what running it takes. */
export interface Planned {
  readonly plan: ComparisonPlan;
  /** What to say beside each score: which rows it is over. */
  readonly notes: readonly string[];
  readonly x: readonly LayerSource[];
  readonly y: readonly LayerSource[];
  /** By position in the plan's pairs: the score from the cache, or what the pair will take. */
  readonly pairs: readonly (Score | PairCost)[];
  readonly labels: FoundLabels | undefined;
}

export interface Planners {
  readonly headers: Headers;
  readonly cache: Cache;
  /** Operations a second of one thread. */
  rate(): Promise<number>;
  workers(): number;
  /** Bytes that jobs may hold together. */
  memoryLimit(): number;
}

/** A layer with what is known of it before it is read. */
interface PlannedLayer {
  readonly source: LayerSource;
  /** As the matrix it becomes. */
  readonly entry: TensorEntry;
  /** Its shape in the file. */
  readonly stored: readonly number[];
  readonly size: Size;
}

/** Finds out what a comparison is about and what it costs; reads headers and the cache only. Throws BadInput. */
export async function planComparison(request: ComparisonRequest, planners: Planners): Promise<Planned> {
  const call = complete(request.measure);
  const { headers, cache } = planners;
  const sides = await openSides(request, headers);
  const { x, y, kind, view } = sides;
  const pairing = await inSlices(pairLayers(kind, x, y));
  const left = await inSlices(mapped(pairing.x, (placed) => plannedLayer(x, placed, kind)));
  const right = await inSlices(mapped(pairing.y, (placed) => plannedLayer(y, placed, kind)));
  const layers: [PlannedLayer, PlannedLayer][] = [];
  const join = ([i, j]: readonly [number, number]): void => {
    const [a, b] = [left[i], right[j]];
    if (a !== undefined && b !== undefined) layers.push([a, b]);
  };
  await inSlices(mapped(pairing.pairs, join));

  const labels = await findLabels(
    {
      labels: request.labels,
      files: [request.x, request.y],
      idsNamed: request.ids !== undefined,
      ...instancesIn(x, pairing.x[0]),
      calls: [request.measure],
      kind,
    },
    headers,
  );
  const means = {
    rate: await planners.rate(),
    limit: planners.memoryLimit(),
    blocks: allowsBlocks(x.view, kind) && allowsBlocks(y.view, kind),
  };
  const pairs: (Score | PairCost)[] = [];
  const unread = new Set<PlannedLayer>();
  const open = { pairs: 0, scoring: 0, preparing: 0, bytes: 0 };
  const toRead = (layer: PlannedLayer): void => {
    if (unread.has(layer)) return;
    unread.add(layer);
    open.preparing += layerSeconds(layer.size, call, means.rate);
  };
  const breathe = breather(100);
  for await (const [a, b, known] of lookUp(layers, request.measure, cache, labels)) {
    await breathe();
    const cost = known ?? pairCost(a.size, b.size, call, means);
    pairs.push(cost);
    if (!('inBlocks' in cost)) continue;
    open.pairs++;
    open.scoring += cost.seconds;
    open.bytes = Math.max(open.bytes, cost.bytes);
    if (cost.inBlocks === null) [a, b].forEach(toRead);
  }
  const threads = Math.max(1, Math.min(planners.workers(), open.pairs));
  const notes = [...sides.notes, ...rowNotes(view.rows)];
  const cautions = await inSlices(
    cautionsOf([
      { path: request.x, of: left },
      { path: request.y, of: right },
    ]),
  );
  const plan: ComparisonPlan = {
    kind,
    x: { path: request.x, layers: await inSlices(mapped(left, asLayer)) },
    y: { path: request.y, layers: await inSlices(mapped(right, asLayer)) },
    pairs: pairing.pairs,
    measure: normalised(request.measure),
    range: plainRange(call.measure, call.parameters),
    notes: [...new Set([...pairing.notes, ...ruleNotes(view.rule), ...notes, ...cautions])],
    ...printView(view),
    ...(kind === 'activations' && request.ids !== undefined && { ids: request.ids }),
    ...(sides.joined !== undefined && { joined: sides.joined }),
    estimate: {
      seconds: (open.scoring + open.preparing) / threads,
      bytes: open.bytes,
      cached: pairs.length - open.pairs,
      cells: pairs.length,
    },
  };
  const sources = (layers: readonly PlannedLayer[]): Promise<LayerSource[]> =>
    inSlices(mapped(layers, ({ source }) => source));
  return { plan, notes, x: await sources(left), y: await sources(right), pairs, labels };
}

function plannedLayer(
  { header, stored, view }: OpenSide,
  { entry, index }: Placed,
  meaning: ComparisonKind,
): PlannedLayer {
  const source = { file: header.stamp, index, meaning, ...view };
  return { source, entry, stored: stored[index]?.shape ?? entry.shape, size: sizeOf(entry) };
}

function asLayer({ entry, stored, size: { n, d } }: PlannedLayer): Layer {
  const usual = sizeOf({ ...entry, shape: stored });
  const matrix = usual.n === n && usual.d === d ? {} : { matrix: [n, d] as const };
  return { tensor: entry.name, shape: stored, ...matrix };
}

/** How many look-ups in the cache are under way at once. */
const atOnce = 32;

/** Pairs of layers with their scores from the cache, in order; some are looked up at a time. */
async function* lookUp(
  sides: readonly (readonly [PlannedLayer, PlannedLayer])[],
  call: MeasureCall,
  cache: Cache,
  labels: FoundLabels | undefined,
): AsyncGenerator<readonly [PlannedLayer, PlannedLayer, Score | undefined]> {
  for (let first = 0; first < sides.length; first += atOnce) {
    yield* await Promise.all(
      sides.slice(first, first + atOnce).map(async ([x, y]) => {
        return [x, y, await cache.get(x.source, y.source, call, labels?.source)] as const;
      }),
    );
  }
}
