import { rename, rm } from 'node:fs/promises';
import { runKeys, type RunResult } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { ActivationFile, type StoredArray } from './activationFile';
import { carriedLabels, type LabelPlace, labelsName } from './carriedLabels';
import { runtimeOf } from './catalogue';
import { assertFree, writing } from './outPlace';
import { notFinite, rowsNotFinite } from './computed';
import { type Constant, Probes, type ProbeSource } from './probes';
import type { NumericArray } from './runtime';
import { sizeText } from './size';
import { chosenTaps } from './taps';
import { isWhiteBox, WhiteBox, type WhiteBoxRequest } from './whiteBoxValues';

/** A model to run on instances, and where its activations go. */
export interface RunRequest extends WhiteBoxRequest {
  readonly model: string;
  readonly probes: readonly ProbeSource[];
  readonly constants: readonly Constant[];
  /** Names of values, `*` for anything; absent: what layers end with. */
  readonly taps?: readonly string[];
  /** The safetensors file to write: there is none before, and none after a failure. */
  readonly out: string;
  /** Instances at once, where the model takes any number. */
  readonly batch: number;
  /** Most bytes that the file may have. */
  readonly mostBytes: number;
  /** True classes of the instances, to be written along where they are class numbers. */
  readonly labels?: LabelPlace;
  /** Of nnsim, to be told in the file. */
  readonly version?: string;
}

/** A run as a process carries it out. */
export interface RunOrder extends RunRequest {
  /** The file as long as it is not complete: in the same folder, of a name that no other has. */
  readonly draft: string;
}

/** Runs a model on all instances and writes what it computes on the way. Throws BadInput. */
export async function runModel(
  request: RunOrder,
  progress: (done: number, rows: number) => void,
): Promise<RunResult> {
  const { model, out, draft } = request;
  await assertFree(out);
  const runtime = await runtimeOf(model);
  const anatomy = await runtime.anatomy(model);
  const steps = chosenTaps(anatomy, request.taps);
  const probes = await Probes.open(anatomy.inputs, request.probes, request.constants);
  let file: ActivationFile | undefined;
  try {
    const { rows } = probes;
    const batch = probes.fixedBatch ?? Math.min(request.batch, rows);
    if (rows === 0) throw new BadInput('There are no instances to run the model on.');
    const wanted = steps.map(({ name }) => name);
    const running = await runtime.start(model, anatomy, wanted);
    const whiteBox = isWhiteBox(request)
      ? await WhiteBox.of(model, anatomy, running, rows, request)
      : undefined;
    const labels = wanted.includes(labelsName) ? undefined : await carriedLabels(request.labels, rows);
    let taken: readonly string[] = [];
    let left: readonly string[] = [];
    let shapes = new Map<string, readonly number[]>();
    const odd = new Map<string, number>();
    for (let first = 0; first < rows; first += batch) {
      const count = Math.min(batch, rows - first);
      const inputs = await probes.batch(first, count, batch);
      const computed = await running.run(inputs);
      const found = new Map([...computed, ...((await whiteBox?.values(first, inputs, computed)) ?? [])]);
      const along = labels?.subarray(first, first + count);
      const stored = (some: typeof found): ReadonlyMap<string, StoredArray> =>
        along === undefined
          ? some
          : new Map<string, StoredArray>([...some, [labelsName, { shape: [along.length], values: along }]]);
      if (file === undefined) {
        taken = [...found.keys()].filter((name) => isByInstance(found.get(name), batch));
        left = wanted.filter((name) => !taken.includes(name));
        const sample = new Map([...found].filter(([name]) => taken.includes(name)));
        checkSize(ActivationFile.bytes(sample.values(), rows), request);
        shapes = new Map([...sample].map(([name, { shape }]) => [name, [rows, ...shape.slice(1)]]));
        const outputs = taken.filter((name) => steps.some((step) => step.name === name && step.isOutput));
        const told = {
          [runKeys.model]: model,
          [runKeys.probes]: JSON.stringify(probes.sources),
          [runKeys.outputs]: JSON.stringify(outputs),
          ...(labels !== undefined && request.labels && { [runKeys.labels]: request.labels.path }),
          [runKeys.runtime]: [runtime.title, runtime.version?.()]
            .filter((word) => word !== undefined)
            .join(' '),
          ...(request.version !== undefined && { [runKeys.version]: request.version }),
        };
        file = await writing(out, () => ActivationFile.create(draft, stored(sample), rows, told));
      }
      for (const name of taken) {
        const array = found.get(name);
        checkShape(array, name, batch, shapes.get(name) ?? []);
        const bad = array === undefined ? 0 : rowsNotFinite(array, count);
        if (bad > 0) odd.set(name, (odd.get(name) ?? 0) + bad);
      }
      const begun = file;
      await writing(out, () => begun.write(first, count, stored(found)));
      progress(first + count, rows);
    }
    await writing(out, async () => file?.close());
    file = undefined;
    // Another may have written one meanwhile.
    await assertFree(out);
    await writing(out, () => rename(draft, out));
    const operators = new Map(steps.map(({ name, operator }) => [name, operator]));
    return {
      rows,
      tensors: taken.map((name) => ({
        name,
        shape: shapes.get(name) ?? [],
        operator: operators.get(name) ?? (name === 'gradients' ? 'Gradient' : 'Attack'),
      })),
      notes: [
        ...(left.length === 0 ? [] : [notByInstance(left)]),
        ...(odd.size === 0 ? [] : [notFinite(odd)]),
      ],
    };
  } catch (error) {
    await file?.close();
    await rm(draft, { force: true });
    throw error;
  } finally {
    await probes.close();
  }
}

/** Whether the first axis of a value counts the instances. */
function isByInstance(array: NumericArray | undefined, batch: number): boolean {
  return array?.shape[0] === batch && array.values.length > 0;
}

function checkShape(
  array: NumericArray | undefined,
  name: string,
  batch: number,
  [, ...each]: readonly number[],
): void {
  const same = array !== undefined && JSON.stringify(array.shape) === JSON.stringify([batch, ...each]);
  if (same) return;
  throw new BadInput(
    `The value ${name} has another shape for other instances ([${array?.shape.join(', ') ?? ''}] after [${[batch, ...each].join(', ')}]): leave it out.`,
  );
}

function checkSize(bytes: number, { mostBytes, model }: RunRequest): void {
  if (bytes <= mostBytes) return;
  throw new BadInput(
    `The activations of ${model} would take ${sizeText(bytes)}, more than ${sizeText(mostBytes)}: take fewer of its values.`,
  );
}

function notByInstance(names: readonly string[]): string {
  const few = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `Left out, because their first axis does not count the instances or they are no numbers: ${few}${more}.`;
}
