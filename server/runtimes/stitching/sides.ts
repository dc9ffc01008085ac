import { BadInput, quoted } from '../../tensors/badInput';
import { runtimeOf } from '../catalogue';
import { Probes } from '../probes';
import type { Anatomy, NumericArray, Running } from '../runtime';
import { chosenTaps } from '../taps';
import type { StitchRequest } from './stitchModels';

/** A value at which a model cannot be cut. */
export interface Uncut {
  readonly model: 'first' | 'second';
  readonly name: string;
  /** As a clause. */
  readonly reason: string;
}

/** A model that is ready to be stitched. */
export interface Side {
  readonly path: string;
  /** Values at which it is cut. */
  readonly layers: readonly string[];
  readonly output: string;
  readonly running: Running;
  readonly probes: Probes;
  /** What is behind one of the layers. */
  tail(layer: string, like: NumericArray): Promise<Running>;
}

/** Some instances, as both models see them. */
export interface Batch {
  /** Positions in the batch of those that are wanted, and which instances they are. */
  readonly wanted: readonly number[];
  readonly instances: readonly number[];
  readonly inputs: readonly [ReadonlyMap<string, NumericArray>, ReadonlyMap<string, NumericArray>];
  readonly values: readonly [ReadonlyMap<string, NumericArray>, ReadonlyMap<string, NumericArray>];
}

/** Both models with their instances. */
export interface Sides {
  readonly first: Side;
  readonly second: Side;
  readonly rows: number;
  readonly uncut: readonly Uncut[];
  /** Runs both models on the batches that hold instances that are wanted. */
  batches(isWanted: (instance: number) => boolean): AsyncGenerator<Batch>;
  close(): Promise<void>;
}

type Request = Pick<StitchRequest, 'models' | 'probes' | 'constants' | 'at' | 'batch'>;

/** Opens two models. Throws BadInput where one cannot be run, or cut at a value that is asked for. */
export async function openSides(request: Request): Promise<Sides> {
  const opened: { readonly side: Side; readonly uncut: readonly Uncut[] }[] = [];
  const close = async (): Promise<void> => {
    for (const { side } of opened) await side.probes.close();
  };
  try {
    for (const which of [0, 1] as const) opened.push(await openSide(request, which));
    const [first, second] = opened.map(({ side }) => side);
    if (first === undefined || second === undefined) throw new TypeError('two models are needed');
    const { rows } = first.probes;
    if (rows === 0) throw new BadInput('There are no instances to run the models on.');
    const batch = batchOf(first, second) ?? Math.min(request.batch, rows);
    return {
      first,
      second,
      rows,
      uncut: opened.flatMap(({ uncut }) => uncut),
      batches: (isWanted) => batches([first, second], { rows, batch }, isWanted),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openSide(
  { models, probes, constants, at }: Request,
  which: 0 | 1,
): Promise<{ readonly side: Side; readonly uncut: readonly Uncut[] }> {
  const path = models[which];
  const runtime = await runtimeOf(path);
  const { cutting } = runtime;
  if (cutting === undefined)
    throw new BadInput(
      `${path} cannot be cut in two by the runtime it has here (${runtime.title}): stitch the models in your framework and give their outputs as a file.`,
    );
  const anatomy = await runtime.anatomy(path);
  const outputs = anatomy.steps.filter(({ isOutput }) => isOutput);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1)
    throw new BadInput(`${path} has ${outputs.length} outputs: models with one are stitched.`);
  const names =
    at === undefined
      ? chosenTaps(anatomy, undefined).flatMap(({ name, isOutput }) => (isOutput ? [] : [name]))
      : [...new Set(at.map((pair) => (which === 0 ? pair.first : pair.second)))];
  const reasons = await reasonsOf(path, anatomy, names, (inner) => cutting.check(path, inner));
  const uncut = [...reasons].flatMap(([name, reason]) =>
    reason === null ? [] : [{ model: which === 0 ? ('first' as const) : ('second' as const), name, reason }],
  );
  const [bad] = uncut;
  const layers = names.filter((name) => reasons.get(name) === null);
  if (bad !== undefined && (at !== undefined || layers.length === 0))
    throw new BadInput(`${path} cannot be cut at ${quoted(bad.name)}: ${bad.reason}.`);
  if (layers.length === 0)
    throw new BadInput(`${path} has no layers on the way to cut at: name values with --at.`);
  const running = await runtime.start(path, anatomy, [...layers, output.name]);
  const side: Side = {
    path,
    layers,
    output: output.name,
    running,
    probes: await Probes.open(anatomy.inputs, probes, constants),
    tail: (layer, like) => cutting.tail(path, anatomy, layer, like),
  };
  return { side, uncut };
}

/** Throws BadInput for a name that is no value of the model, or its output. */
async function reasonsOf(
  path: string,
  { steps }: Anatomy,
  names: readonly string[],
  check: (names: readonly string[]) => Promise<ReadonlyMap<string, string | null>>,
): Promise<ReadonlyMap<string, string | null>> {
  for (const name of names) {
    const step = steps.find((one) => one.name === name);
    if (step === undefined)
      throw new BadInput(`No value of ${path} is called ${quoted(name)}: nnsim run MODEL --list names them.`);
    if (step.isOutput)
      throw new BadInput(`${quoted(name)} is the output of ${path}: nothing comes after it to go on with.`);
  }
  return check(names);
}

function batchOf(first: Side, second: Side): number | undefined {
  const [one, other] = [first.probes.fixedBatch, second.probes.fixedBatch];
  if (one !== undefined && other !== undefined && one !== other)
    throw new BadInput(
      `${first.path} takes ${one} instances at once and ${second.path} takes ${other}: the same are needed.`,
    );
  return one ?? other;
}

async function* batches(
  [a, b]: readonly [Side, Side],
  { rows, batch }: { readonly rows: number; readonly batch: number },
  isWanted: (instance: number) => boolean,
): AsyncGenerator<Batch> {
  for (let from = 0; from < rows; from += batch) {
    const count = Math.min(batch, rows - from);
    const wanted = Array.from({ length: count }, (_, i) => i).filter((i) => isWanted(from + i));
    if (wanted.length === 0) continue;
    const inputs = [
      await a.probes.batch(from, count, batch),
      await b.probes.batch(from, count, batch),
    ] as const;
    const values = [await a.running.run(inputs[0]), await b.running.run(inputs[1])] as const;
    yield { wanted, instances: wanted.map((i) => from + i), inputs, values };
  }
}
