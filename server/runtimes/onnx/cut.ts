import { quoted } from '../../tensors/badInput';
import type { GraphNode, Parts } from './nodes';

/** They tell how long axes are, such as how many instances there are, and nothing of the values. */
const ofShapes = new Set(['Shape', 'Size']);

/**
 * Why a model cannot be cut at a value, as a clause; null where it can: where all that its output hears of the inputs
 * comes through that value.
 */
export function whyNoCut({ nodes, inputs, outputs }: Parts, name: string): string | null {
  const starts = inputs.map((input) => input.name);
  if (!reached(nodes, starts, undefined).has(name)) return 'it does not hang on the inputs';
  const after = reached(nodes, [name], undefined);
  const [output] = outputs.filter((one) => after.has(one.name));
  if (output === undefined) return 'the output does not hang on it';
  const around = reached(nodes, starts, name);
  if (!around.has(output.name)) return null;
  // Back from the output to where the way around comes in.
  let via = output.name;
  while (after.has(via)) via = around.get(via) ?? '';
  return `the output also hears of the inputs by ${via === '' ? 'another way' : quoted(via)}`;
}

/** The values that hang on some, each with one it comes from; what comes through `without` does not count. */
function reached(
  nodes: readonly GraphNode[],
  starts: readonly string[],
  without: string | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>(starts.filter((name) => name !== without).map((name) => [name, '']));
  // Operators come in the order of computation.
  for (const { operator, inputs, outputs } of nodes) {
    if (ofShapes.has(operator)) continue;
    const from = inputs.find((name) => found.has(name));
    if (from === undefined) continue;
    for (const name of outputs) if (name !== without && !found.has(name)) found.set(name, from);
  }
  return found;
}

/** The operators behind a value that the outputs need, in their order. */
export function nodesBehind({ nodes, outputs }: Parts, name: string): readonly GraphNode[] {
  const needed = new Set(outputs.map((one) => one.name));
  const kept: GraphNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => output !== name && needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    kept.push(node);
  }
  return kept.toReversed();
}
