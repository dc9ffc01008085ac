import type { Engine } from '../../linalg/engine';
import { createWasmEngine } from '../../linalg/engines/wasm';
import { BadInput } from '../../tensors/badInput';
import { ActivationFile } from '../activationFile';
import { assertFinite } from '../computed';
import { drafted } from '../drafts';
import { writing } from '../outPlace';
import type { Constant, ProbeSource } from '../probes';
import type { NumericArray, Running } from '../runtime';
import { checkLabels, labelsOf } from '../whiteBoxValues';
import { fitted, type LinearMap, mapped, solverOf } from './fit';
import { arrayOf, rowsOf } from './layout';
import { fitPairs, type FittedPair } from './moments';
import { type Batch, openSides, type Side, type Sides, type Uncut } from './sides';
import { type Split, trainingRows } from './split';

/** Two models to stitch at pairs of layers, and where what the stitched models answer goes. */
export interface StitchRequest {
  readonly models: readonly [string, string];
  readonly probes: readonly ProbeSource[];
  readonly constants: readonly Constant[];
  /** The true class of each instance. */
  readonly labels: string;
  /** Values of the first and of the second model; absent: all pairs of what their layers end with. */
  readonly at?: readonly { readonly first: string; readonly second: string }[];
  /** The rows that maps are fitted to. */
  readonly split: Split;
  /** Penalty of the fit, as a share of the largest eigenvalue of the scatter matrix of the first model's layer. */
  readonly ridge: number;
  /** The safetensors file to write: there is none before, and none after a failure. */
  readonly out: string;
  readonly batch: number;
  readonly mostBytes: number;
}

/** A stitching as a process carries it out; the draft as `Place` has it. */
export interface StitchOrder extends StitchRequest {
  readonly draft: string;
}

export interface StitchResult {
  readonly training: number;
  readonly heldOut: number;
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    /** Its outputs in the file. */
    readonly tensor: string;
    /** Columns that the map takes and gives. */
    readonly widths: readonly [number, number];
    /** How many rows an instance becomes: 1, or positions of a map, or tokens. */
    readonly positions: number;
  }[];
  /** Pairs of layers between which there is no map, with the reason. */
  readonly apart: readonly { readonly first: string; readonly second: string; readonly reason: string }[];
  /** Values at which a model cannot be cut. */
  readonly uncut: readonly Uncut[];
}

/** A pair of layers with all that answers for it. */
interface Stitched {
  readonly pair: FittedPair;
  readonly map: LinearMap;
  readonly tail: Running;
}

/**
 * Cuts two models at pairs of layers, fits the linear map between the layers to the training rows, and runs the upper part of the
 * second on what the map makes of the first for the rows that were held out. Writes the outputs of each pair beside those of both
 * models as they are (`first`, `second`) and the labels. Throws BadInput.
 */
export function stitchModels(
  order: StitchOrder,
  progress: (done: number, rows: number) => void,
): Promise<StitchResult> {
  const { out, draft } = order;
  return drafted([{ out, draft }], async () => {
    const sides = await openSides(order);
    try {
      return await stitch(sides, order, progress);
    } finally {
      await sides.close();
    }
  });
}

async function stitch(
  sides: Sides,
  order: StitchOrder,
  progress: (done: number, rows: number) => void,
): Promise<StitchResult> {
  const { rows, second } = sides;
  const labels = await labelsOf(order.labels, rows);
  const isTraining = trainingRows(order.split, rows);
  const training = isTraining.reduce((sum, one) => sum + one, 0);
  const engine = createWasmEngine();
  const check = ({ values }: Batch): void => {
    for (const [side, { output }] of [sides.first, second].entries()) {
      const classes = values[side]?.get(output)?.shape[1] ?? 0;
      // One score for each instance is of two classes.
      if (classes > 0) checkLabels(labels, Math.max(2, classes), order.labels);
    }
  };
  const { pairs, apart } = await fitPairs(sides, { at: order.at, isTraining, check }, engine, (done) =>
    progress(done, rows),
  );
  const stitched = await mapsOf(pairs, order.ridge, engine, (pair) => second.tail(pair.second, pair.like));
  await answer(sides, stitched, { order, labels, isTraining, engine }, (done) =>
    progress(training + done, rows),
  );
  return {
    training,
    heldOut: rows - training,
    pairs: pairs.map(({ first, second: above, from, to, positions }) => ({
      first,
      second: above,
      tensor: tensorName(first, above),
      widths: [from.width, to.width],
      positions,
    })),
    apart,
    uncut: sides.uncut,
  };
}

function tensorName(first: string, second: string): string {
  return `${first}=${second}`;
}

/** Fits the map of each pair; what a layer has of its own is made once. */
async function mapsOf(
  pairs: readonly FittedPair[],
  ridge: number,
  engine: Engine,
  tailOf: (pair: FittedPair) => Promise<Running>,
): Promise<readonly Stitched[]> {
  const solvers = new Map<string, ReturnType<typeof solverOf>>();
  const tails = new Map<string, Running>();
  const found: Stitched[] = [];
  for (const pair of pairs) {
    const solver = solvers.get(pair.first) ?? solverOf(pair.moments.from, ridge, engine);
    solvers.set(pair.first, solver);
    const tail = tails.get(pair.second) ?? (await tailOf(pair));
    tails.set(pair.second, tail);
    found.push({ pair, map: fitted(pair.moments, solver, engine), tail });
  }
  return found;
}

/** Runs all models, stitched and whole, on the rows that were held out, and writes what they answer. */
async function answer(
  sides: Sides,
  stitched: readonly Stitched[],
  {
    order,
    labels,
    isTraining,
    engine,
  }: {
    readonly order: StitchOrder;
    readonly labels: Int32Array;
    readonly isTraining: Uint8Array;
    readonly engine: Engine;
  },
  progress: (done: number) => void,
): Promise<void> {
  const { out, draft, mostBytes, ridge, split, models } = order;
  const total = sides.rows - isTraining.reduce((sum, one) => sum + one, 0);
  let file: ActivationFile | undefined;
  let done = 0;
  try {
    for await (const batch of sides.batches((i) => isTraining[i] === 0)) {
      const { wanted, instances, values, inputs } = batch;
      const arrays = new Map<string, NumericArray>([
        ['first', taken(values[0], sides.first, batch)],
        ['second', taken(values[1], sides.second, batch)],
      ]);
      for (const { pair, map, tail } of stitched) {
        const from = values[0].get(pair.first);
        if (from === undefined) throw new TypeError(`value ${pair.first} is missing`);
        const { path } = sides.first;
        assertFinite(from, { path, name: pair.first, places: placesOf(batch) });
        const n = from.shape[0] ?? 0;
        const all = Array.from({ length: n }, (_, i) => i);
        const moved = arrayOf(mapped(rowsOf(from, pair.from, all), map, engine), pair.to, n);
        const found = await tail.run(new Map([...inputs[1], [pair.second, moved]]));
        arrays.set(tensorName(pair.first, pair.second), taken(found, sides.second, batch));
      }
      const classes = Float64Array.from(instances, (i) => labels[i] ?? 0);
      arrays.set('labels', { shape: [classes.length], values: classes });
      if (file === undefined) {
        const bytes = ActivationFile.bytes(arrays.values(), total);
        if (bytes > mostBytes)
          throw new BadInput('The outputs of all pairs take too much room: choose pairs with --at.');
        const told = {
          'nnsim.first': models[0],
          'nnsim.second': models[1],
          'nnsim.stitching': JSON.stringify({ map: 'linear with a constant', ridge, split }),
        };
        file = await writing(out, () => ActivationFile.create(draft, arrays, total, told));
      }
      const begun = file;
      await writing(out, () => begun.write(done, wanted.length, arrays));
      progress((done += wanted.length));
    }
  } finally {
    await file?.close();
  }
}

function placesOf({ wanted, instances }: Batch): readonly (readonly [number, number])[] {
  return wanted.map((row, at) => [row, instances[at] ?? row]);
}

/** Some rows of an output. Throws BadInput where it has no row of finite scores for each instance. */
function taken(
  found: ReadonlyMap<string, NumericArray>,
  { path, output: name }: Pick<Side, 'path' | 'output'>,
  batch: Batch,
): NumericArray {
  const { wanted } = batch;
  const array = found.get(name);
  const [, width = 0, ...more] = array?.shape ?? [];
  if (array === undefined || width === 0 || more.length > 0)
    throw new BadInput(`The output ${name} is no row of scores for each instance.`);
  assertFinite(array, { path, name, places: placesOf(batch) });
  const values =
    array.values instanceof Float32Array
      ? new Float32Array(wanted.length * width)
      : new Float64Array(wanted.length * width);
  for (const [at, i] of wanted.entries())
    values.set(array.values.subarray(i * width, (i + 1) * width), at * width);
  return { shape: [wanted.length, width], values };
}
