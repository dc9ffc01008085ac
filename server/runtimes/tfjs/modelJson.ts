import { Bytes } from '../../formats/bytes';
import { readTfjsText } from '../../formats/tfjs/contents';
import { BadInput, quoted } from '../../tensors/badInput';

/** Any value of JSON, as `JSON.parse` makes it. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** What a model.json holds beside its list of weights. */
export interface ModelJson {
  readonly path: string;
  /** Layers of Keras, or operators of TensorFlow. */
  readonly kind: 'layers' | 'graph';
  readonly topology: PlainObject;
  /** Which values of a graph are its outputs, where the model says so. */
  readonly signature: PlainObject | undefined;
}

const deepest = 200;

/** Reads the structure of a model. Throws BadInput where there is none, or the library could not hold its names. */
export async function readModelJson(path: string): Promise<ModelJson> {
  const bytes = await Bytes.open(path);
  const text = await readTfjsText(bytes).finally(() => bytes.close());
  let root: Plain;
  try {
    root = JSON.parse(text) as Plain;
  } catch {
    throw new BadInput(`${path} is no JSON.`);
  }
  if (Array.isArray(root))
    throw new BadInput(`${path} lists weights only: what computes with them is in a model.json.`);
  const topology = objectOf(objectOf(root)?.modelTopology);
  if (topology === undefined)
    throw new BadInput(`${path} is no model that can be run: it has no structure (modelTopology).`);
  assertHarmless(path, topology);
  const signature = objectOf(objectOf(root)?.signature) ?? metadataSignature(root);
  const isGraph = Array.isArray(topology.node);
  if (!isGraph && objectOf(topology.model_config ?? topology.config) === undefined)
    throw new BadInput(`${path} has a structure of neither layers nor operators.`);
  return { path, kind: isGraph ? 'graph' : 'layers', topology, signature };
}

/** Where older converters put it. */
function metadataSignature(root: Plain): PlainObject | undefined {
  return objectOf(objectOf(objectOf(root)?.userDefinedMetadata)?.signature);
}

/** Throws BadInput for keys that would change objects of the library, and for a nesting it would not survive. */
function assertHarmless(path: string, topology: PlainObject): void {
  const open: [Plain, number][] = [[topology, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) throw new BadInput(`${path} is nested more than ${deepest} deep.`);
    for (const key of Object.keys(value)) {
      if (key === '__proto__')
        throw new BadInput(`${path} has the key ${quoted(key)}, which no model needs.`);
      open.push([(value as PlainObject)[key], depth + 1]);
    }
  }
}

/** Throws BadInput for a name that every object has: the library looks names up in objects. */
export function assertOrdinary(path: string, name: string): void {
  if (name in Object.prototype)
    throw new BadInput(`${path} uses the name ${quoted(name)}, which TensorFlow.js cannot hold.`);
}

export function objectOf(value: Plain): PlainObject | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

export function listOf(value: Plain): readonly Plain[] {
  return isList(value) ? value : [];
}

export function textOf(value: Plain): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
