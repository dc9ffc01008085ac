import type { Bytes } from '../../formats/bytes';
import { readTensorProto } from '../../formats/onnx/tensorProto';
import { delimited, type Field, type Range, Wire } from '../../formats/onnx/wire';
import { BadInput } from '../../tensors/badInput';

/** An operator of a graph. */
export interface GraphNode {
  /** Its message in the file. */
  readonly range: Range;
  readonly operator: string;
  /** What it reads, that of the graphs within it among them. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A named message of the graph. */
interface Named {
  readonly name: string;
  readonly range: Range;
}

/** The parts of a model's own graph, each with its bytes. */
export interface Parts {
  readonly nodes: readonly GraphNode[];
  /** Inputs that are no constants, and those that are. */
  readonly inputs: readonly Named[];
  readonly constantInputs: readonly Named[];
  readonly initializers: readonly Named[];
  readonly outputs: readonly Named[];
  /** What else belongs to a graph: its name, quantisation and the like, but no shapes on the way. */
  readonly others: readonly Field[];
  /** What else belongs to the model: versions, functions, metadata. */
  readonly ofModel: readonly Field[];
}

const mostNodes = 100_000;
/** Graphs within graphs: no model has more. */
const deepest = 16;
const graphField = 7;

/** Reads how the operators of a model hang together. Throws BadInput. */
export async function partsOf(bytes: Bytes): Promise<Parts> {
  const wire = new Wire(bytes);
  const model = await wire.fields({ start: 0, end: bytes.size });
  const nodes: GraphNode[] = [];
  const [inputs, initializers, outputs]: [Named[], Named[], Named[]] = [[], [], []];
  const others: Field[] = [];
  const isGraph = ({ number, wire: kind }: Field): boolean => number === graphField && kind === delimited;
  for (const graph of model.filter(isGraph)) {
    for (let at = graph.start; at < graph.end;) {
      const found = wire.fieldAt(at, graph.end) ?? (await wire.fieldFrom(at, graph.end));
      at = found.end;
      const { number } = found;
      if (found.wire !== delimited) others.push(found);
      else if (number === 1) nodes.push(await nodeOf(wire, found, 0));
      else if (number === 5)
        initializers.push({ name: (await readTensorProto(wire, found)).name, range: found });
      else if (number === 11) inputs.push({ name: await nameOf(wire, found), range: found });
      else if (number === 12) outputs.push({ name: await nameOf(wire, found), range: found });
      else if (number !== 13) others.push(found);
      if (nodes.length > mostNodes)
        throw new BadInput(`${bytes.path} has more than ${mostNodes} operators: it is too large to be cut.`);
    }
  }
  const constants = new Set(initializers.map(({ name }) => name));
  return {
    nodes,
    inputs: inputs.filter(({ name }) => !constants.has(name)),
    constantInputs: inputs.filter(({ name }) => constants.has(name)),
    initializers,
    outputs,
    others,
    ofModel: model.filter((one) => !isGraph(one)),
  };
}

/** A NodeProto. A graph within it reads values of those around it by their names. */
async function nodeOf(wire: Wire, range: Range, depth: number): Promise<GraphNode> {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  let operator = '';
  for (const found of await wire.fields(range)) {
    if (found.wire !== delimited) continue;
    if (found.number === 1) inputs.push(await wire.text(found));
    if (found.number === 2) outputs.push(await wire.text(found));
    if (found.number === 4) operator = await wire.text(found);
    if (found.number === 5) inputs.push(...(await readWithin(wire, found, depth)));
  }
  const named = (names: readonly string[]): string[] => names.filter((name) => name !== '');
  return { range, operator, inputs: named(inputs), outputs: named(outputs) };
}

/** What the graphs of an AttributeProto read: all names, those of their own values among them. */
async function readWithin(wire: Wire, attribute: Range, depth: number): Promise<string[]> {
  if (depth > deepest) throw new BadInput(`${wire.file.path}: graphs lie more than ${deepest} deep.`);
  const names: string[] = [];
  for (const found of await wire.fields(attribute)) {
    // A graph, or one of a list of graphs.
    if (found.wire !== delimited || (found.number !== 6 && found.number !== 11)) continue;
    for (const inner of await wire.fields(found)) {
      if (inner.wire !== delimited) continue;
      if (inner.number === 1) names.push(...(await nodeOf(wire, inner, depth + 1)).inputs);
      // A branch may hand on a value from around it.
      if (inner.number === 12) names.push(await nameOf(wire, inner));
    }
  }
  return names;
}

/** The name of a ValueInfoProto. */
async function nameOf(wire: Wire, message: Range): Promise<string> {
  const named = (await wire.fields(message)).findLast(({ number }) => number === 1);
  return named === undefined ? '' : wire.text(named);
}
