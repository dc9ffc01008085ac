import { JsonError, JsonObject, type Json, parseJson } from '../json';
import type { Attributes } from './attributes';
import type { Convention, ReadTensor, Reading } from './contents';
import type { DatasetTexts } from './datasetTexts';
import { readPlain } from './plain';
import type { Tree } from './walk';

/** Parts of one list of names, when it does not fit into one attribute. */
const mostParts = 1000;

/**
 * Keras 2 lists its layers and their weights in the order of the model and repeats the name of a layer in each path:
 * `/dense/dense/kernel:0` is `dense/kernel`. Other files are read as they are.
 */
export async function readKeras(tree: Tree, attributes: Attributes, texts: DatasetTexts): Promise<Reading> {
  const plain = await readPlain(tree, attributes, texts);
  const list = (path: string, name: string): readonly string[] => {
    const address = tree.described.get(path);
    return address === undefined ? [] : listOf(attributes, address, name);
  };
  const root = ['/model_weights', '/'].find((path) => list(path, 'layer_names').length > 0);
  const model = plain.metadata.find(([name]) => name === 'model_config')?.[1];
  const warnings = model === undefined ? [] : lambdaWarning(parsed(model));
  if (root === undefined) return { ...plain, warnings };
  const prefix = root === '/' ? '' : root;
  const places = new Map<string, number>();
  for (const layer of list(root, 'layer_names')) {
    const group = `${prefix}/${layer}`;
    for (const weight of list(group, 'weight_names')) {
      const path = `${group}/${weight}`;
      if (!places.has(path)) places.set(path, places.size);
    }
  }
  const placeOf = ({ dataset }: ReadTensor): number => places.get(dataset.path) ?? Infinity;
  const ordered = plain.tensors.toSorted((a, b) => {
    const [first, second] = [placeOf(a), placeOf(b)];
    return first === second ? 0 : first - second;
  });
  return { ...plain, tensors: renamed(ordered, (path) => shortName(path, prefix)), warnings };
}

function listOf(attributes: Attributes, address: number, name: string): readonly string[] {
  const whole = attributes.texts(address, name);
  if (whole.length > 0) return whole;
  const all: string[] = [];
  for (let part = 0; part < mostParts; part++) {
    const some = attributes.texts(address, `${name}${part}`);
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
}

function shortName(path: string, prefix: string): string {
  const parts = path.slice(path.startsWith(`${prefix}/`) ? prefix.length + 1 : 1).split('/');
  const name = parts.filter((part, i) => part !== parts[i - 1]).join('/');
  return name.replace(/:0$/, '');
}

/** Gives tensors other names; those that would share one keep their paths. */
function renamed(tensors: readonly ReadTensor[], rename: (path: string) => string): ReadTensor[] {
  const counts = new Map<string, number>();
  const names = tensors.map(({ dataset }) => rename(dataset.path));
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return tensors.map((tensor, i) => {
    const name = names[i] ?? tensor.name;
    return counts.get(name) === 1 ? { ...tensor, name } : tensor;
  });
}

/** The configuration of a model, or undefined when it is no JSON. It is looked at and never run. */
function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function lambdaWarning(config: Json | undefined): readonly string[] {
  const open: Json[] = config === undefined ? [] : [config];
  for (const json of open) {
    if (json instanceof JsonObject) {
      if (json.get('class_name') === 'Lambda')
        return [
          'The model has a Lambda layer, which is code: Python would run it. Here nothing of the model is run.',
        ];
      open.push(...json.values);
    } else if (Array.isArray(json)) open.push(...json);
  }
  return [];
}

/** Names for the variables of an archive by Keras 3, `layers/dense/vars/0`, from its config.json, where that says so. */
export function readKerasArchive(config: string | undefined): Convention {
  return async (tree, attributes, texts) => {
    const plain = await readPlain(tree, attributes, texts);
    const json = config === undefined ? undefined : parsed(config);
    const names = json === undefined ? new Map<string, readonly string[]>() : variableNames(json);
    const groups = new Map<string, number>();
    for (const { name } of plain.tensors) {
      const group = name.slice(0, name.lastIndexOf('/'));
      groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    const rename = (path: string): string => {
      const at = path.lastIndexOf('/');
      const group = path.slice(1, at);
      const known = names.get(group);
      const name = known?.length === groups.get(group) ? known?.[Number(path.slice(at + 1))] : undefined;
      return name === undefined ? path.slice(1) : `${group.slice(0, -'/vars'.length)}/${name}`;
    };
    return { ...plain, tensors: renamed(plain.tensors, rename), warnings: lambdaWarning(json) };
  };
}

/** By the path of the group of a layer's variables: their names in order. */
function variableNames(model: Json): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const config = model instanceof JsonObject ? model.get('config') : undefined;
  const layers = config instanceof JsonObject ? config.get('layers') : undefined;
  if (!Array.isArray(layers)) return names;
  const used = new Map<string, number>();
  for (const layer of layers) {
    if (!(layer instanceof JsonObject)) continue;
    const [kind, its] = [layer.get('class_name'), layer.get('config')];
    if (typeof kind !== 'string') continue;
    // Layers are not stored under their names but under their classes, counted.
    const word = snakeCase(kind);
    const before = used.get(word) ?? 0;
    used.set(word, before + 1);
    const variables = its instanceof JsonObject ? variablesOf(kind, its) : undefined;
    if (variables === undefined) continue;
    const inner = recurrent.has(kind) ? '/cell' : '';
    names.set(`layers/${word}${before === 0 ? '' : `_${before}`}${inner}/vars`, variables);
  }
  return names;
}

const recurrent = new Set(['LSTM', 'GRU', 'SimpleRNN']);

function variablesOf(kind: string, config: JsonObject): readonly string[] | undefined {
  const bias = config.get('use_bias') === false ? [] : ['bias'];
  const affine = [
    ...(config.get('scale') === false ? [] : ['gamma']),
    ...(config.get('center') === false ? [] : ['beta']),
  ];
  if (recurrent.has(kind)) return ['kernel', 'recurrent_kernel', ...bias];
  if (/^SeparableConv\dD$/.test(kind)) return ['depthwise_kernel', 'pointwise_kernel', ...bias];
  if (kind === 'Dense' || /^(Depthwise)?Conv\dD(Transpose)?$/.test(kind)) return ['kernel', ...bias];
  if (kind === 'Embedding') return ['embeddings'];
  if (kind === 'BatchNormalization') return [...affine, 'moving_mean', 'moving_variance'];
  if (kind === 'LayerNormalization' || kind === 'GroupNormalization') return affine;
  return undefined;
}

/** The name of a class as Keras writes it in paths. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
