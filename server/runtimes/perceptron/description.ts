import type { ModelFile, StoredTensor } from '../../formats/format';
import { networkKey } from '../../protocol';
import { BadInput, quoted } from '../../tensors/badInput';

/** A multi-layer perceptron: y = W x + b a layer, with a non-linear function between layers. */
export interface Description {
  /** Names of the layers, first to last: NAME.weight [outputs x inputs] and NAME.bias [outputs]. */
  readonly dense: readonly string[];
  readonly between: 'relu' | 'tanh' | 'sigmoid';
  /** What inputs are divided by before the first layer: 255 for grey values. */
  readonly dividedBy: number;
}

/** A layer with its tensors. */
export interface Dense {
  readonly name: string;
  readonly weight: StoredTensor;
  readonly bias: StoredTensor;
  readonly inputs: number;
  readonly outputs: number;
}

const functions = ['relu', 'tanh', 'sigmoid'] as const;

/** What a file says of its network. Throws BadInput where it says nothing, or something that cannot be. */
export function descriptionOf({ path, metadata }: ModelFile): Description {
  const entry = metadata.find(([key]) => key === networkKey);
  if (entry === undefined) {
    throw new BadInput(
      `${path} cannot be run: it holds weights, but not what is computed with them; export the model as ONNX, or describe it under ${networkKey}.`,
    );
  }
  const wrong = (what: string): BadInput => new BadInput(`${path}: ${networkKey} ${what}.`);
  const parsed: unknown = parse(entry[1], wrong);
  const {
    dense,
    between = 'relu',
    dividedBy = 1,
  } = (parsed ?? {}) as Partial<Record<keyof Description, unknown>>;
  if (!Array.isArray(dense) || dense.length === 0 || !dense.every((name) => typeof name === 'string'))
    throw wrong('has no list of names "dense"');
  const chosen = functions.find((name) => name === between);
  if (chosen === undefined) throw wrong(`has no function "between" that is known: ${functions.join(', ')}`);
  if (typeof dividedBy !== 'number' || !(dividedBy > 0)) throw wrong('has no positive number "dividedBy"');
  return { dense, between: chosen, dividedBy };
}

function parse(text: string, wrong: (what: string) => BadInput): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('is no JSON');
  }
}

/** The layers of a network. Throws BadInput where a tensor is missing or its shape does not fit the next. */
export function layersOf(file: ModelFile, { dense }: Description): readonly Dense[] {
  const tensorCalled = (name: string): StoredTensor => {
    const tensor = file.tensors.find((one) => one.name === name);
    if (tensor === undefined) throw new BadInput(`${file.path} holds no tensor ${quoted(name)}.`);
    return tensor;
  };
  const layers = dense.map((name): Dense => {
    const [weight, bias] = [tensorCalled(`${name}.weight`), tensorCalled(`${name}.bias`)];
    const [outputs = 0, inputs = 0] = weight.shape;
    if (weight.shape.length !== 2 || bias.shape.length !== 1 || bias.shape[0] !== outputs)
      throw new BadInput(
        `${file.path}: ${quoted(name)} has weights [${weight.shape.join(', ')}] and biases [${bias.shape.join(', ')}]: [outputs, inputs] and [outputs] are needed.`,
      );
    return { name, weight, bias, inputs, outputs };
  });
  layers.forEach((layer, i) => {
    const next = layers[i + 1];
    if (next !== undefined && next.inputs !== layer.outputs)
      throw new BadInput(
        `${file.path}: ${quoted(layer.name)} has ${layer.outputs} outputs, and ${quoted(next.name)} takes ${next.inputs}.`,
      );
  });
  return layers;
}
