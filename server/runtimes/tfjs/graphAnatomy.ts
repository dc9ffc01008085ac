import { BadInput, quoted } from '../../tensors/badInput';
import type { Anatomy, Slot, Step } from '../runtime';
import { assertOrdinary, listOf, type ModelJson, objectOf, type Plain, textOf } from './modelJson';

/** A node of a graph: an operator, and the values it takes ("node" or "node:1"). */
export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly attributes: Plain;
}

/** Types of inputs that TensorFlow.js holds as another. */
const types = new Map([
  ['DT_FLOAT', 'float32'],
  ['DT_HALF', 'float32'],
  ['DT_DOUBLE', 'float32'],
  ...['DT_INT32', 'DT_INT64', 'DT_UINT8', 'DT_INT8', 'DT_INT16', 'DT_UINT16'].map(
    (type) => [type, 'int32'] as const,
  ),
  ['DT_BOOL', 'bool'],
]);

const mostNodes = 100_000;
const mostAxes = 64;
const nonlinear = /^(Relu6?|LeakyRelu|Prelu|Elu|Selu|Sigmoid|Tanh|Softplus|Softmax)$/;
const linear =
  /^(Conv[123]D|DepthwiseConv2dNative|MatMul|BatchMatMul(V2)?|_?Fused(Conv2D|DepthwiseConv2dNative|MatMul))$/;

/** Inputs, and the values on the way to the outputs. Throws BadInput. */
export function graphAnatomy(model: ModelJson): Anatomy {
  const nodes = nodesOf(model);
  const outputs = outputsOf(model, nodes);
  const order = upTo(outputs, nodes);
  const taken = new Map<string, Set<string>>();
  for (const value of [...order.flatMap(({ inputs }) => inputs), ...outputs]) {
    const { node, index } = valueOf(value);
    if (index > 0) taken.set(node, (taken.get(node) ?? new Set()).add(`${node}:${index}`));
  }
  const steps = order.filter(({ operator }) => !/^(Const|Placeholder|NoOp)$/.test(operator));
  return {
    inputs: order.filter(({ operator }) => operator === 'Placeholder').map(slotOf),
    steps: steps.flatMap((node) =>
      [node.name, ...(taken.get(node.name) ?? [])].map((name): Step => {
        return { name, operator: node.operator, isOutput: outputs.includes(name), kind: kindOf(node) };
      }),
    ),
  };
}

/** The nodes of the graph by name. Throws BadInput for what is no graph. */
export function nodesOf({ path, topology }: ModelJson): ReadonlyMap<string, GraphNode> {
  const nodes = new Map<string, GraphNode>();
  const list = listOf(topology.node);
  if (list.length > mostNodes)
    throw new BadInput(`${path} has more than ${mostNodes} nodes: it is too large to run here.`);
  for (const item of list) {
    const node = objectOf(item);
    const [name, operator] = [textOf(node?.name), textOf(node?.op)];
    const given = listOf(node?.input);
    if (name === undefined || operator === undefined || given.some((input) => typeof input !== 'string'))
      throw new BadInput(`${path} has a node without a name, an operator or inputs that are names.`);
    for (const word of [name, operator]) assertOrdinary(path, word);
    if (nodes.has(name)) throw new BadInput(`${path} has two nodes called ${quoted(name)}.`);
    // What only has to be computed before, and gives no value, is marked.
    const inputs = given.map((input) => (textOf(input) ?? '').replace(/^\^/, ''));
    nodes.set(name, { name, operator, inputs, attributes: node?.attr });
  }
  return nodes;
}

/** "node:1" is the second value of a node, "node" and "node:0" the first. */
export function valueOf(value: string): { readonly node: string; readonly index: number } {
  const [node = '', ...rest] = value.split(':');
  return { node, index: Number(rest.at(-1) ?? 0) || 0 };
}

/** What the model says its outputs are, else the nodes whose values no other takes. */
function outputsOf({ signature }: ModelJson, nodes: ReadonlyMap<string, GraphNode>): readonly string[] {
  const told = Object.values(objectOf(signature?.outputs) ?? {}).flatMap((output) => {
    const { node, index } = valueOf(textOf(objectOf(output)?.name) ?? '');
    return nodes.has(node) ? [index === 0 ? node : `${node}:${index}`] : [];
  });
  if (told.length > 0) return [...new Set(told)];
  const used = new Set(
    [...nodes.values()].flatMap(({ inputs }) => inputs.map((input) => valueOf(input).node)),
  );
  return [...nodes.keys()].filter((name) => !used.has(name));
}

/** All nodes that these values need, in an order of computation. */
function upTo(values: readonly string[], nodes: ReadonlyMap<string, GraphNode>): readonly GraphNode[] {
  const order = new Set<GraphNode>();
  const entered = new Set<string>();
  const open = values.map((value) => valueOf(value).node).reverse();
  for (let name = open.at(-1); name !== undefined; name = open.at(-1)) {
    const node = nodes.get(name);
    // Loops of the graph lead back to nodes that wait for their inputs.
    if (node === undefined || entered.has(name)) {
      if (node !== undefined) order.add(node);
      open.pop();
      continue;
    }
    entered.add(name);
    open.push(...node.inputs.map((input) => valueOf(input).node).reverse());
  }
  return [...order];
}

function slotOf({ name, attributes }: GraphNode): Slot {
  const attribute = (key: string): Plain => objectOf(attributes)?.[key];
  const type = textOf(objectOf(attribute('dtype'))?.type) ?? 'no type';
  const shape = objectOf(objectOf(attribute('shape'))?.shape);
  const lengths = listOf(shape?.dim)
    .slice(0, mostAxes)
    .map((axis) => {
      const length = Number(objectOf(axis)?.size ?? -1);
      return Number.isSafeInteger(length) && length > 0 ? length : null;
    });
  return { name, dtype: types.get(type) ?? type, shape: lengths };
}

function kindOf({ operator, attributes }: GraphNode): NonNullable<Step['kind']> {
  const fused = listOf(objectOf(objectOf(objectOf(attributes)?.fused_ops)?.list)?.s);
  const last = Buffer.from(textOf(fused.at(-1)) ?? '', 'base64').toString('latin1');
  if (nonlinear.test(operator) || nonlinear.test(last)) return 'nonlinear';
  return linear.test(operator) ? 'linear' : 'other';
}
