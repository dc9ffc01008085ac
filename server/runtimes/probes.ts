import { resolve } from 'node:path';
import { openModel } from '../formats/catalogue';
import type { ModelFile, StoredTensor } from '../formats/format';
import { instanceShape } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import { firstNotFinite } from '../tensors/finite';
import type { NumericArray, Slot } from './runtime';

/** Where the values of an input come from. */
export interface ProbeSource {
  /** The input; absent: found by name, or the only one. */
  readonly input?: string;
  readonly path: string;
  /** Absent: the tensor called like the input, or the only one. */
  readonly tensor?: string;
}

interface Probe {
  readonly slot: Slot;
  readonly file: ModelFile;
  readonly tensor: StoredTensor;
  /** Shape of one instance as the model takes it. */
  readonly each: readonly number[];
}

/** An input that is the same for all instances: all its values are one number. */
export interface Constant {
  readonly input: string;
  readonly value: number;
}

/** The instances that a model is run on. */
export class Probes {
  private constructor(
    private readonly probes: readonly Probe[],
    private readonly constants: readonly (readonly [Slot, number])[],
    private readonly files: readonly ModelFile[],
  ) {}

  /** Opens the files and finds an array for each input. Throws BadInput where one is missing or does not fit. */
  static async open(
    slots: readonly Slot[],
    sources: readonly ProbeSource[],
    constants: readonly Constant[],
  ): Promise<Probes> {
    if (slots.length === 0)
      throw new BadInput('The model has no inputs: it computes the same whatever the instances are.');
    const files: ModelFile[] = [];
    try {
      const probes: Probe[] = [];
      const fixed = constants.map(({ input, value }) => [slotCalled(slots, input), value] as const);
      const open = slots.filter((slot) => !fixed.some(([{ name }]) => name === slot.name));
      for (const source of sources) {
        const file = await openModel(source.path);
        files.push(file);
        const free = open.filter((slot) => !probes.some((probe) => probe.slot === slot));
        probes.push(...fitted(source, file, free));
      }
      const missing = open.find((slot) => !probes.some((probe) => probe.slot === slot));
      if (missing !== undefined) throw new BadInput(unfed(missing, slots));
      const counts = new Set(probes.map(({ tensor }) => tensor.shape[0] ?? 0));
      if (counts.size > 1)
        throw new BadInput(
          `The inputs have different numbers of instances: ${[...counts].join(' and ')} rows.`,
        );
      if (probes.length === 0) throw new BadInput('A model is run on instances: give a file for an input.');
      return new Probes(probes, fixed, files);
    } catch (error) {
      await Promise.all(files.map((file) => file.close()));
      throw error;
    }
  }

  get rows(): number {
    return this.probes[0]?.tensor.shape[0] ?? 0;
  }

  /** The tensor of each input that has one, for whoever asks later what the model was run on. */
  get sources(): readonly { readonly input: string; readonly path: string; readonly tensor: string }[] {
    return this.probes.map(({ slot, file, tensor }) => ({
      input: slot.name,
      path: resolve(file.path),
      tensor: tensor.name,
    }));
  }

  /** The number of instances the model takes at once, where it is fixed. */
  get fixedBatch(): number | undefined {
    const fixed = this.probes.map(({ slot }) => slot.shape[0]).find((length) => typeof length === 'number');
    return fixed ?? undefined;
  }

  /**
   * The inputs for `count` instances from the `first` on. Where fewer are left than `batch`, the last is repeated: for
   * models that take a fixed number. Throws BadInput for a value that is NaN or infinite.
   */
  async batch(first: number, count: number, batch: number): Promise<ReadonlyMap<string, NumericArray>> {
    const arrays = new Map<string, NumericArray>();
    for (const { slot, file, tensor, each } of this.probes) {
      const size = each.reduce((product, length) => product * length, 1);
      const read = await file.read(tensor, first * size, count * size);
      const odd = firstNotFinite(read);
      if (odd >= 0)
        throw new BadInput(
          `Tensor ${quoted(tensor.name)} of ${file.path} holds ${read[odd] ?? NaN} in row ${first + Math.floor(odd / size)} (counted from 0): remove or replace it.`,
        );
      const values = read.length === batch * size ? read : new (constructorOf(read))(batch * size);
      if (values !== read) {
        values.set(read);
        for (let at = count; at < batch; at++) values.set(read.subarray((count - 1) * size), at * size);
      }
      arrays.set(slot.name, { shape: [batch, ...each], values });
    }
    for (const [{ name, shape }, value] of this.constants) {
      const lengths = shape.map((length) => length ?? batch);
      const total = lengths.reduce((product, length) => product * length, 1);
      arrays.set(name, { shape: lengths, values: new Float64Array(total).fill(value) });
    }
    return arrays;
  }

  async close(): Promise<void> {
    await Promise.all(this.files.map((file) => file.close()));
  }
}

function constructorOf(values: Float32Array | Float64Array) {
  return values instanceof Float32Array ? Float32Array : Float64Array;
}

/** The tensors of a file for the inputs that have none yet. */
function fitted(source: ProbeSource, file: ModelFile, free: readonly Slot[]): Probe[] {
  const { input, path, tensor: name } = source;
  if (input === undefined && name === undefined && file.tensors.length > 1) {
    const named = free.flatMap((slot) => {
      const tensor = file.tensors.find((one) => one.name === slot.name);
      return tensor === undefined ? [] : [probeOf(slot, file, tensor)];
    });
    if (named.length > 0) return named;
  }
  const slot = input === undefined ? (free.length === 1 ? free[0] : undefined) : slotCalled(free, input);
  if (slot === undefined) {
    const names = free.map((one) => quoted(one.name)).join(', ');
    throw new BadInput(
      free.length === 0
        ? `${path}: every input of the model has its values already.`
        : `Which input takes ${path}? Write INPUT=${path}; the model has ${names}.`,
    );
  }
  const tensor =
    name === undefined
      ? (file.tensors.find((one) => one.name === slot.name) ??
        (file.tensors.length === 1 ? file.tensors[0] : undefined))
      : file.tensors.find((one) => one.name === name);
  if (tensor === undefined) {
    const names = file.tensors.slice(0, 4).map((one) => quoted(one.name));
    throw new BadInput(
      name === undefined
        ? `${path} holds ${file.tensors.length} tensors: write ${path}:NAME; there are ${names.join(', ')}${file.tensors.length > 4 ? ' ...' : ''}.`
        : `${path} holds no tensor ${quoted(name)}; there are ${names.join(', ')}.`,
    );
  }
  return [probeOf(slot, file, tensor)];
}

/** An array for an input; its instances may have another shape of as many values. */
function probeOf(slot: Slot, file: ModelFile, tensor: StoredTensor): Probe {
  const given = `${quoted(tensor.name)} of ${file.path} has the shape [${tensor.shape.join(', ')}]`;
  if (tensor.unreadable !== undefined)
    throw new BadInput(`${given} and cannot be read: ${tensor.unreadable}`);
  if (tensor.order !== 'C' && tensor.shape.length > 1)
    throw new BadInput(`${given} and is stored column by column: save it row by row.`);
  const each = instanceShape(slot.shape, tensor.shape);
  if (each !== undefined) return { slot, file, tensor, each };
  const words = slot.shape.map((length) => length ?? '?').join(', ');
  throw new BadInput(`${given}; the input ${quoted(slot.name)} takes [${words}].`);
}

function slotCalled(slots: readonly Slot[], name: string): Slot {
  const slot = slots.find((one) => one.name === name);
  if (slot !== undefined) return slot;
  throw new BadInput(
    `The model has no input ${quoted(name)} to fill; it has ${slots.map((one) => quoted(one.name)).join(', ')}.`,
  );
}

function unfed({ name, dtype, shape }: Slot, slots: readonly Slot[]): string {
  const others = slots.length > 1 ? ` (of ${slots.length} inputs)` : '';
  const words = shape.map((length) => length ?? '?').join(', ');
  return `The input ${quoted(name)}, ${dtype} [${words}]${others} has no values: give a file for it, or one number for all of it.`;
}
