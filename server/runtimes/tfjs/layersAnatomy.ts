import { BadInput, quoted } from '../../tensors/badInput';
import type { Anatomy, Slot, Step } from '../runtime';
import {
  assertOrdinary,
  listOf,
  type ModelJson,
  objectOf,
  type Plain,
  type PlainObject,
  textOf,
} from './modelJson';

/** A layer as the model describes it. */
export interface Layer {
  readonly name: string;
  readonly className: string;
  readonly config: PlainObject;
}

const mostLayers = 10_000;
const mostAxes = 64;
const models = new Set(['Sequential', 'Functional', 'Model']);
const nonlinear = /^(ReLU|LeakyReLU|PReLU|ELU|ThresholdedReLU|Softmax|LSTM|GRU|SimpleRNN|ConvLSTM2D)$/;
const linear = /^(Dense|(Depthwise|Separable)?Conv\d?D(Transpose)?|LocallyConnected\dD)$/;

/** Inputs and layers of a model of layers; those of a model within it by both names ("backbone/conv1"). Throws BadInput. */
export function layersAnatomy(model: ModelJson): Anatomy {
  const root = rootOf(model);
  const outputs = outputNames(model);
  const steps = layersOf(model.path, root).flatMap((layer): Step[] => {
    if (layer.className === 'InputLayer') return [];
    // A layer that gives several of the outputs has a name for each.
    const own = outputs.filter((name) => name === layer.name || name.startsWith(`${layer.name}:`));
    const names = [...new Set([layer.name, ...own])];
    return [
      ...innerSteps(model.path, layer, `${layer.name}/`),
      ...names.map((name) => stepOf(layer, name, own.includes(name))),
    ];
  });
  assertDistinct(
    model.path,
    steps.map(({ name }) => name),
  );
  return { inputs: inputsOf(model.path, root), steps };
}

function innerSteps(path: string, model: Layer, prefix: string): readonly Step[] {
  if (!isModel(model)) return [];
  return layersOf(path, model).flatMap((layer) => {
    const name = prefix + layer.name;
    if (isModel(layer)) return innerSteps(path, layer, `${name}/`);
    return layer.className === 'InputLayer' ? [] : [stepOf(layer, name, false)];
  });
}

function stepOf(layer: Layer, name: string, isOutput: boolean): Step {
  return { name, operator: layer.className, isOutput, kind: kindOf(layer) };
}

/** The model as a layer. Throws BadInput for what is none. */
export function rootOf({ path, topology }: ModelJson): Layer {
  const version = textOf(topology.keras_version) ?? '';
  if (/^[3-9]/.test(version))
    throw new BadInput(
      `${path} is of Keras ${version}, whose models TensorFlow.js cannot read: convert it from a SavedModel to a graph model.`,
    );
  return layerOf(path, objectOf(topology.model_config) ?? topology);
}

/** The layers of a model. Throws BadInput. */
export function layersOf(path: string, { config }: Layer): readonly Layer[] {
  const list = listOf(config.layers);
  if (list.length === 0) throw new BadInput(`${path} has no layers.`);
  if (list.length > mostLayers)
    throw new BadInput(`${path} has more than ${mostLayers} layers: it is too large to run here.`);
  const layers = list.map((item) => layerOf(path, item));
  for (const { name } of layers) {
    if (name === '') throw new BadInput(`${path} has a layer without a name.`);
    assertOrdinary(path, name);
  }
  assertDistinct(
    path,
    layers.map(({ name }) => name),
  );
  return layers;
}

function assertDistinct(path: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new BadInput(`${path} has two layers called ${quoted(name)}.`);
    seen.add(name);
  }
}

export function isModel({ className }: Layer): boolean {
  return models.has(className);
}

function layerOf(path: string, item: Plain): Layer {
  const [object, className] = [objectOf(item), textOf(objectOf(item)?.class_name)];
  const given = object?.config;
  // The list of layers of a sequence may stand by itself.
  const config = Array.isArray(given) ? { layers: listOf(given) } : objectOf(given);
  if (className === undefined || config === undefined)
    throw new BadInput(`${path} has a layer without a class or a configuration.`);
  const [outer, inner] = [textOf(object?.name), textOf(config.name)];
  if (outer !== undefined && inner !== undefined && outer !== inner)
    throw new BadInput(`${path} calls one layer both ${quoted(outer)} and ${quoted(inner)}.`);
  return { name: outer ?? inner ?? '', className, config };
}

/** The names of the outputs, in their order: that of the layer, for further ones of it with a number. */
export function outputNames(model: ModelJson): readonly string[] {
  const root = rootOf(model);
  const layers = layersOf(model.path, root);
  if (root.className === 'Sequential') return [layers.at(-1)?.name ?? ''];
  const counts = new Map<string, number>();
  return ends(root.config.output_layers).map((name) => {
    if (!layers.some((layer) => layer.name === name))
      throw new BadInput(`${model.path} names ${quoted(name)} as an output, and has no such layer.`);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}:${count}`;
  });
}

/** Names of [["name", 0, 0], ...]; one may stand by itself. */
function ends(value: Plain): readonly string[] {
  const list = listOf(value);
  return (typeof list[0] === 'string' ? [list] : list).flatMap((item) => textOf(listOf(item)[0]) ?? []);
}

function inputsOf(path: string, root: Layer): readonly Slot[] {
  const layers = layersOf(path, root);
  const [first] = layers;
  if (root.className !== 'Sequential') {
    return ends(root.config.input_layers).map((name) => {
      const layer = layers.find((one) => one.name === name);
      if (layer !== undefined) return slotOf(path, layer, name);
      throw new BadInput(`${path} names ${quoted(name)} as an input, and has no such layer.`);
    });
  }
  if (first === undefined) return [];
  if (isModel(first)) return inputsOf(path, first);
  return [slotOf(path, first, first.className === 'InputLayer' ? first.name : `${first.name}_input`)];
}

function slotOf(path: string, { config }: Layer, name: string): Slot {
  const shape = listOf(config.batch_input_shape);
  if (shape.length === 0 || shape.length > mostAxes)
    throw new BadInput(`${path} does not say which shape its input ${quoted(name)} has.`);
  const lengths = shape.map((length) =>
    Number.isSafeInteger(length) && Number(length) > 0 ? Number(length) : null,
  );
  return { name, dtype: textOf(config.dtype) ?? 'float32', shape: lengths };
}

function kindOf({ className, config }: Layer): NonNullable<Step['kind']> {
  const activation = config.activation ?? null;
  const isCurved = activation !== null && activation !== 'linear';
  if (nonlinear.test(className) || isCurved) return 'nonlinear';
  return linear.test(className) ? 'linear' : 'other';
}
