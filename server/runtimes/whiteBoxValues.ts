import { openModel } from '../formats/catalogue';
import { BadInput, quoted } from '../tensors/badInput';
import type { Anatomy, NumericArray, Running } from './runtime';
import { type Attack, attacked, gradientsOf } from './whiteBox';

/** What is wanted of a model beside its values. */
export interface WhiteBoxRequest {
  /** The gradients of its output by its input, for each class. */
  readonly gradients?: boolean;
  /** Instances that it errs on, and what it answers to them. */
  readonly attack?: Attack & { readonly labels: string };
}

/** Whether anything is. */
export function isWhiteBox({ gradients, attack }: WhiteBoxRequest): boolean {
  return gradients === true || attack !== undefined;
}

/** A model of one input and one output that gives gradients. */
export interface Differentiable {
  readonly running: Running & { readonly pullback: NonNullable<Running['pullback']> };
  readonly input: string;
  readonly output: string;
}

/** Throws BadInput where the model gives no gradients, or has not one input and one output. */
export function differentiable(model: string, anatomy: Anatomy, running: Running): Differentiable {
  const { pullback } = running;
  if (pullback === undefined) {
    throw new BadInput(
      `${model} gives no gradients by the runtime it has here: compute them in your framework and give them as a file.`,
    );
  }
  const outputs = anatomy.steps.filter(({ isOutput }) => isOutput);
  const [input, output] = [anatomy.inputs[0], outputs[0]];
  if (anatomy.inputs.length !== 1 || outputs.length !== 1 || input === undefined || output === undefined)
    throw new BadInput(
      `${model} has ${countOf('input', anatomy.inputs)} and ${countOf('output', outputs)}: gradients are taken of models with one of each.`,
    );
  return { running: { ...running, pullback }, input: input.name, output: output.name };
}

/** "no input", "1 output", "2 inputs (image, mask)". */
function countOf(word: string, of: readonly { readonly name: string }[]): string {
  if (of.length === 0) return `no ${word}`;
  if (of.length === 1) return `1 ${word}`;
  const names = of.slice(0, 3).map(({ name }) => quoted(name));
  return `${of.length} ${word}s (${names.join(', ')}${of.length > 3 ? ', ...' : ''})`;
}

/** The gradients and attacks of a model, batch by batch. */
export class WhiteBox {
  private constructor(
    private readonly request: WhiteBoxRequest,
    private readonly model: Differentiable,
    private readonly labels: Int32Array | undefined,
  ) {}

  /** Throws BadInput where the model gives no gradients, or the labels do not fit. */
  static async of(
    model: string,
    anatomy: Anatomy,
    running: Running,
    rows: number,
    request: WhiteBoxRequest,
  ): Promise<WhiteBox> {
    const attackable = differentiable(model, anatomy, running);
    const labels = request.attack === undefined ? undefined : await labelsOf(request.attack.labels, rows);
    return new WhiteBox(request, attackable, labels);
  }

  /** What belongs to a batch, by the names it has in the file; rows from the `first` on. */
  async values(
    first: number,
    inputs: ReadonlyMap<string, NumericArray>,
    found: ReadonlyMap<string, NumericArray>,
  ): Promise<ReadonlyMap<string, NumericArray>> {
    const { request } = this;
    const { running, input, output } = this.model;
    const [x, scores] = [inputs.get(input), found.get(output)];
    if (x === undefined || scores?.shape.length !== 2)
      throw new BadInput(
        `The output ${output} is no row of scores for each instance: it has no gradients by class.`,
      );
    const values = new Map<string, NumericArray>();
    if (request.gradients === true)
      values.set('gradients', await gradientsOf(running.pullback, inputs, { name: output, array: scores }));
    if (request.attack !== undefined && this.labels !== undefined) {
      const count = x.shape[0] ?? 0;
      const wanted = this.labels.subarray(first, first + count);
      if (scores.shape[1] === 1)
        throw new BadInput(
          `The output ${output} is one score for each instance: an attack needs a score for each class.`,
        );
      checkLabels(wanted, scores.shape[1] ?? 0, request.attack.labels);
      const adversarial = await attacked(running, [input, x], output, wanted, request.attack);
      const answers = (await running.run(new Map([[input, adversarial]]))).get(output);
      values.set('adversarial', adversarial);
      if (answers !== undefined) values.set(`${output}_adversarial`, answers);
    }
    return values;
  }
}

/** One class number for each row. Throws BadInput. */
export async function labelsOf(path: string, rows: number): Promise<Int32Array> {
  const file = await openModel(path);
  try {
    const [tensor] = file.tensors;
    if (
      tensor === undefined ||
      file.tensors.length !== 1 ||
      tensor.shape.length !== 1 ||
      tensor.shape[0] !== rows
    )
      throw new BadInput(
        `${path} is no file of labels: one array with a class number for each of ${rows} rows is needed.`,
      );
    const values = await file.read(tensor, 0, rows);
    const odd = values.find((value) => !Number.isInteger(value) || value < 0 || value > 2 ** 31 - 1);
    if (odd !== undefined) throw new BadInput(`${path} holds ${odd}: labels are class numbers from 0.`);
    return Int32Array.from(values);
  } finally {
    await file.close();
  }
}

/** Throws BadInput for a label that is no class of the model. */
export function checkLabels(labels: Int32Array, classes: number, path: string): void {
  const odd = labels.find((label) => label >= classes);
  if (odd !== undefined)
    throw new BadInput(`${path} holds the class ${odd}, and the model scores classes 0 to ${classes - 1}.`);
}
