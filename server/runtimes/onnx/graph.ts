import type { Bytes } from '../../formats/bytes';
import { readTensorProto } from '../../formats/onnx/tensorProto';
import { onnxTypes } from '../../formats/onnx/types';
import { delimited, type Field, type Range, Wire } from '../../formats/onnx/wire';
import { BadInput } from '../../tensors/badInput';
import type { Anatomy, Slot, Step } from '../runtime';

/** Fields of GraphProto, ValueInfoProto, NodeProto and TypeProto; github.com/onnx/onnx, onnx.proto. */
const graphFields = { node: 1, initializer: 5, input: 11, output: 12 } as const;

const mostSteps = 100_000;
const mostAxes = 64;

/** Inputs and values of the model's own graph: those of graphs within operators cannot be asked for. Throws BadInput. */
export async function anatomyOf(bytes: Bytes): Promise<Anatomy> {
  const wire = new Wire(bytes);
  const model = await wire.fields({ start: 0, end: bytes.size });
  const constants = new Set<string>();
  const inputs: Slot[] = [];
  const outputs = new Set<string>();
  const steps: Omit<Step, 'isOutput'>[] = [];
  // Occurrences of a message that is there once are merged.
  for (const graph of model.filter(({ number, wire: kind }) => number === 7 && kind === delimited)) {
    for (let at = graph.start; at < graph.end;) {
      const field = wire.fieldAt(at, graph.end) ?? (await wire.fieldFrom(at, graph.end));
      at = field.end;
      if (field.wire !== delimited) continue;
      if (field.number === graphFields.node) steps.push(...(await stepsOf(wire, field)));
      if (field.number === graphFields.initializer) constants.add((await readTensorProto(wire, field)).name);
      if (field.number === graphFields.input) inputs.push(await slotOf(wire, field));
      if (field.number === graphFields.output) outputs.add((await slotOf(wire, field)).name);
      if (steps.length > mostSteps)
        throw new BadInput(`${bytes.path} has more than ${mostSteps} values: it is too large to run here.`);
    }
  }
  return {
    // In old models every constant is an input too.
    inputs: inputs.filter(({ name }) => !constants.has(name)),
    steps: steps.map((step) => ({ ...step, isOutput: outputs.has(step.name) })),
  };
}

/** The outputs of an operator; none of a constant. */
async function stepsOf(wire: Wire, node: Range): Promise<Omit<Step, 'isOutput'>[]> {
  const fields = (await wire.fields(node)).filter((field) => field.wire === delimited);
  const typed = fields.findLast(({ number }) => number === 4);
  const operator = typed === undefined ? '' : await wire.text(typed);
  if (operator === 'Constant') return [];
  const names: string[] = [];
  for (const field of fields) if (field.number === 2) names.push(await wire.text(field));
  return names.filter((name) => name !== '').map((name) => ({ name, operator }));
}

/** A ValueInfoProto. */
async function slotOf(wire: Wire, message: Range): Promise<Slot> {
  const fields = await wire.fields(message);
  const [named, typed] = [last(fields, 1), last(fields, 2)];
  const name = named === undefined ? '' : await wire.text(named);
  const tensor = typed === undefined ? undefined : last(await wire.fields(typed), 1);
  if (tensor === undefined) return { name, dtype: 'no tensor', shape: [] };
  const parts = await wire.fields(tensor);
  const element = last(parts, 1)?.value ?? 0;
  const shaped = last(parts, 2);
  return {
    name,
    dtype: onnxTypes.get(element)?.word ?? `type ${element}`,
    shape: shaped === undefined ? [] : await shapeOf(wire, shaped),
  };
}

async function shapeOf(wire: Wire, message: Range): Promise<(number | null)[]> {
  const shape: (number | null)[] = [];
  for (const axis of (await wire.fields(message)).filter(({ number }) => number === 1).slice(0, mostAxes)) {
    const length = last(await wire.fields(axis), 1);
    // Lengths of 0 or "below 0" are how some writers say that it is free.
    shape.push(length !== undefined && length.value > 0 && length.value < 2 ** 31 ? length.value : null);
  }
  return shape;
}

function last(fields: readonly Field[], number: number): Field | undefined {
  return fields.findLast((field) => field.number === number);
}
