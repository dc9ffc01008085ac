import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { BadInput, quoted } from '../../tensors/badInput';
import type { NumericArray, Running, Slot } from '../runtime';
import { toTensor } from './arrays';
import { gradient } from './gradient';
import { nodesOf } from './graphAnatomy';
import { arraysOf, isAnsweredLater, refused, type Starting, tidied } from './starting';

/** Starts a model of operators. Throws BadInput. */
export async function startGraph(starting: Starting): Promise<Running> {
  const { tf, model, weights, wanted } = starting;
  const { topology } = model;
  assertFed(starting);
  const graph = await attempt(starting, () =>
    tf.loadGraphModel({
      // Without the signature: inputs and outputs go by the names of nodes.
      load: () => Promise.resolve({ ...weights, modelTopology: topology }),
    }),
  );
  let waits = false;
  return {
    run: (inputs) =>
      attempt(
        starting,
        async () => {
          if (!waits) {
            try {
              return tidied(starting, () =>
                arraysOf(wanted, execute(graph, feeds(starting, inputs), wanted)),
              );
            } catch (error) {
              if (!isAnsweredLater(error)) throw error;
              waits = true;
            }
          }
          return await runWaiting(starting, graph, inputs);
        },
        inputs,
      ),
    pullback: (inputs, output, weighting) =>
      attempt(
        starting,
        () => {
          const outputOf = (x: Tensor, { name }: Slot): Tensor | undefined =>
            execute(graph, { [name]: x }, [output])[0];
          return Promise.resolve(gradient(starting, inputs, weighting, outputOf));
        },
        inputs,
      ),
  };
}

async function runWaiting(
  starting: Starting,
  graph: GraphModel,
  inputs: ReadonlyMap<string, NumericArray>,
): Promise<ReadonlyMap<string, NumericArray>> {
  const { wanted } = starting;
  const given = feeds(starting, inputs);
  const made: Tensor[] = [];
  try {
    const found = await graph.executeAsync(given, [...wanted]);
    made.push(...(Array.isArray(found) ? found : [found]));
    return arraysOf(wanted, made);
  } finally {
    for (const tensor of [...Object.values(given), ...made]) tensor.dispose();
  }
}

function execute(graph: GraphModel, given: NamedTensorMap, names: readonly string[]): Tensor[] {
  const found = graph.execute(given, [...names]);
  return Array.isArray(found) ? found : [found];
}

function feeds({ tf, anatomy }: Starting, inputs: ReadonlyMap<string, NumericArray>): NamedTensorMap {
  const given = anatomy.inputs.flatMap((slot) => {
    const array = inputs.get(slot.name);
    return array === undefined ? [] : [[slot.name, toTensor(tf, slot, array)] as const];
  });
  return Object.fromEntries(given);
}

/** Throws BadInput for a constant that has no values, and for a value that no node gives. */
function assertFed({ model, weights }: Starting): void {
  const held = new Set(weights.weightSpecs.map(({ name }) => name));
  const nodes = nodesOf(model);
  for (const { name, operator, inputs } of nodes.values()) {
    if (operator === 'Const' && !held.has(name))
      throw new BadInput(
        `${model.path} cannot be run: its constant ${quoted(name)} is a text or has no values in the files.`,
      );
    const missing = inputs.find((input) => !nodes.has(input.split(':')[0] ?? ''));
    if (missing !== undefined)
      throw new BadInput(
        `${model.path} cannot be run: ${quoted(name)} takes ${quoted(missing)}, which is not there.`,
      );
  }
}

async function attempt<T>(
  { model, anatomy }: Pick<Starting, 'model' | 'anatomy'>,
  call: () => Promise<T>,
  inputs?: ReadonlyMap<string, NumericArray>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw refused(model.path, error, {
      nodeOf: (operator) => [...nodesOf(model).values()].find((node) => node.operator === operator)?.name,
      ...(inputs !== undefined && { fed: { slots: anatomy.inputs, inputs } }),
    });
  }
}
