import { BadInput } from '../tensors/badInput';
import { ActivationFile } from './activationFile';
import { runtimeOf } from './catalogue';
import { assertFinite } from './computed';
import { drafted } from './drafts';
import { writing } from './outPlace';
import { Probes, type ProbeSource } from './probes';
import type { NumericArray } from './runtime';
import { sizeText } from './size';
import { type Attack, attacked } from './whiteBox';
import { checkLabels, type Differentiable, differentiable, labelsOf } from './whiteBoxValues';

/** Two models, the instances each is attacked on, and where what they answer goes. */
export interface AttackRequest {
  readonly models: readonly [string, string];
  readonly probes: readonly ProbeSource[];
  readonly attack: Attack & { readonly labels: string };
  /** The safetensors file of each model: there is none before, and none after a failure. */
  readonly outs: readonly [string, string];
  /** Instances at once, where the models take any number. */
  readonly batch: number;
  /** Most bytes that a file may have. */
  readonly mostBytes: number;
}

/** An attack as a process carries it out; the drafts as `Place` has them. */
export interface AttackOrder extends AttackRequest {
  readonly drafts: readonly [string, string];
}

export interface AttackResult {
  readonly rows: number;
  /** How many classes each model scores. */
  readonly classes: readonly [number, number];
}

/** A model that is ready to be attacked, with its instances. */
interface Target {
  readonly path: string;
  readonly title: string;
  readonly model: Differentiable;
  readonly probes: Probes;
}

/**
 * Attacks two models and writes of each what it answers to the instances, to those attacked against itself and to those
 * attacked against the other: `answers` [rows x 3 classes], and `adversarial`, the instances attacked against it. Throws BadInput.
 */
export function attackModels(
  order: AttackOrder,
  progress: (done: number, rows: number) => void,
): Promise<AttackResult> {
  const { outs, drafts } = order;
  const places = [0, 1].map((side) => ({ out: outs[side] ?? '', draft: drafts[side] ?? '' }));
  return drafted(places, async () => {
    const opened: Target[] = [];
    try {
      for (const path of order.models) opened.push(await targetOf(path, order));
      const [first, second] = opened;
      if (first === undefined || second === undefined) throw new TypeError('two models are needed');
      return await attackBoth([first, second], order, progress);
    } finally {
      for (const { probes } of opened) await probes.close();
    }
  });
}

async function targetOf(path: string, order: AttackOrder): Promise<Target> {
  const runtime = await runtimeOf(path);
  const anatomy = await runtime.anatomy(path);
  const outputs = anatomy.steps.filter(({ isOutput }) => isOutput).map(({ name }) => name);
  const model = differentiable(path, anatomy, await runtime.start(path, anatomy, outputs));
  return {
    path,
    title: runtime.title,
    model,
    probes: await Probes.open(anatomy.inputs, order.probes, []),
  };
}

async function attackBoth(
  targets: readonly [Target, Target],
  order: AttackOrder,
  progress: (done: number, rows: number) => void,
): Promise<AttackResult> {
  const { attack, outs, drafts, mostBytes } = order;
  const [{ probes }, other] = targets;
  const { rows } = probes;
  if (rows === 0) throw new BadInput('There are no instances to attack.');
  const labels = await labelsOf(attack.labels, rows);
  const batch = batchOf([probes, other.probes], Math.min(order.batch, rows));
  const files: ActivationFile[] = [];
  let classes: readonly [number, number] = [0, 0];
  try {
    for (let first = 0; first < rows; first += batch) {
      const count = Math.min(batch, rows - first);
      const found = await answersOf(targets, { first, count, batch }, labels, attack);
      classes = [widthOf(found[0]) / 3, widthOf(found[1]) / 3];
      for (const [side, sample] of found.entries()) {
        const out = outs[side] ?? '';
        if (first === 0) {
          const bytes = ActivationFile.bytes(sample.values(), rows);
          if (bytes > mostBytes) throw new BadInput(tooLarge(out, bytes, mostBytes));
          const told = toldOf(targets, side, attack);
          files.push(await writing(out, () => ActivationFile.create(drafts[side] ?? '', sample, rows, told)));
        }
        await writing(out, async () => files[side]?.write(first, count, sample));
      }
      progress(first + count, rows);
    }
    return { rows, classes };
  } finally {
    for (const file of files) await file.close();
  }
}

/** What belongs to a batch, for each of the two files. */
async function answersOf(
  targets: readonly [Target, Target],
  { first, count, batch }: { readonly first: number; readonly count: number; readonly batch: number },
  labels: Int32Array,
  attack: AttackRequest['attack'],
): Promise<readonly [ReadonlyMap<string, NumericArray>, ReadonlyMap<string, NumericArray>]> {
  const wanted = labels.subarray(first, first + count);
  const sides = [];
  for (const { path, model, probes } of targets) {
    const { running, input, output } = model;
    const clean = (await probes.batch(first, count, batch)).get(input);
    if (clean === undefined) throw new TypeError(`input ${input} is missing`);
    const scores = (await running.run(new Map([[input, clean]]))).get(output);
    if (scores?.shape.length !== 2 || (scores.shape[1] ?? 0) < 2)
      throw new BadInput(`The output ${output} of ${path} is no row of scores for each instance.`);
    checkLabels(wanted, scores.shape[1] ?? 0, attack.labels);
    const places = [...wanted.keys()].map((i) => [i, first + i] as const);
    assertFinite(scores, { path, name: output, places });
    const adversarial = await attacked(running, [input, clean], output, wanted, attack);
    sides.push({ path, model, clean, scores, adversarial });
  }
  const [a, b] = sides;
  if (a === undefined || b === undefined) throw new TypeError('two models are needed');
  if (a.clean.values.length !== b.clean.values.length)
    throw new BadInput(
      `${a.path} takes instances of the shape [${a.clean.shape.slice(1).join(', ')}] and ${b.path} of [${b.clean.shape.slice(1).join(', ')}]: the same are needed.`,
    );
  const of = async (
    { model: { running, input, output }, clean, scores, adversarial }: typeof a,
    theirs: NumericArray,
  ): Promise<ReadonlyMap<string, NumericArray>> => {
    const answer = async ({ values }: NumericArray): Promise<NumericArray> =>
      (await running.run(new Map([[input, { shape: clean.shape, values }]]))).get(output) ?? scores;
    const blocks = [scores, await answer(adversarial), await answer(theirs)];
    return new Map([
      ['answers', beside(blocks)],
      ['adversarial', adversarial],
    ]);
  };
  return [await of(a, b.adversarial), await of(b, a.adversarial)];
}

/** Arrays of as many rows as one, in double precision. */
function beside(blocks: readonly NumericArray[]): NumericArray {
  const [n = 0, width = 0] = blocks[0]?.shape ?? [];
  const values = new Float64Array(n * width * blocks.length);
  for (const [at, block] of blocks.entries()) {
    for (let i = 0; i < n; i++)
      values.set(block.values.subarray(i * width, (i + 1) * width), (i * blocks.length + at) * width);
  }
  return { shape: [n, width * blocks.length], values };
}

function widthOf(found: ReadonlyMap<string, NumericArray>): number {
  return found.get('answers')?.shape[1] ?? 0;
}

/** The number of instances that both models take at once. */
function batchOf(probes: readonly Probes[], wished: number): number {
  const [one, other] = probes.map(({ fixedBatch }) => fixedBatch);
  if (one !== undefined && other !== undefined && one !== other)
    throw new BadInput(
      `One model takes ${one} instances at once and the other ${other}: the same are needed.`,
    );
  return one ?? other ?? wished;
}

/** What the file says of how it came about. */
function toldOf(
  targets: readonly [Target, Target],
  side: number,
  { epsilon, steps, stepSize, low, high }: Attack,
): Readonly<Record<string, string>> {
  const [model, other] = [targets[side], targets[1 - side]];
  return {
    'nnsim.model': model?.path ?? '',
    'nnsim.other': other?.path ?? '',
    'nnsim.runtime': model?.title ?? '',
    'nnsim.attack': JSON.stringify({
      norm: 'Linf',
      epsilon,
      steps,
      stepSize: steps === 1 ? epsilon : stepSize,
      within: [low, high].map((bound) => (Number.isFinite(bound) ? bound : null)),
    }),
  };
}

function tooLarge(out: string, bytes: number, most: number): string {
  return `${out} would take ${sizeText(bytes)}, more than ${sizeText(most)}: attack on fewer instances.`;
}
