import { BadInput, quoted } from '../../tensors/badInput';
import { elementCount } from '../../tensors/storedTensor';
import { plainPath } from '../beside';
import { type EntryReader, type Json, JsonError, JsonObject, parseEntries, parseJson, Real } from '../json';
import { skipValue } from './skip';

/** How the numbers of a tensor are stored more narrowly than they are: q x scale + min, or in float16. */
export interface Quantisation {
  readonly dtype: string;
  readonly scale: number;
  readonly min: number;
}

export interface Weight {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly quantisation: Quantisation | undefined;
}

/** Tensors one after the other in files one after the other. */
export interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly Weight[];
}

export interface Manifest {
  readonly groups: readonly Group[];
  readonly metadata: readonly (readonly [string, string])[];
}

const mostWeights = 1_000_000;
const mostPaths = 10_000;
const mostDimensions = 64;

/** Reads the text of a model.json, or of a weights_manifest.json, which is the list by itself. Throws BadInput. */
export function readManifest(path: string, text: string): Manifest {
  const metadata: (readonly [string, string])[] = [];
  let list: Json | undefined;
  const reader: EntryReader = {
    take(key, value) {
      if (key === 'weightsManifest') list = value;
      else if (typeof value === 'string') metadata.push([key, value.slice(0, 2000)]);
    },
    // The graph is the largest part by far, and says nothing about the weights.
    quick: (key, at) => (key === 'modelTopology' ? skipValue(text, at) : undefined),
  };
  try {
    if (!parseEntries(text, reader)) list = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { message, offset, repeated } = error;
    if (repeated !== undefined) throw new BadInput(`${path} has the name ${quoted(repeated.key)} twice.`);
    throw new BadInput(`${path} is no JSON: the text ${message} at byte ${offset}.`);
  }
  if (!Array.isArray(list))
    throw new BadInput(`${path} is no model of TensorFlow.js: it has no list of weights (weightsManifest).`);
  return { groups: new Reading(path).groups(list), metadata };
}

class Reading {
  #weights = 0;
  #paths = 0;

  constructor(private readonly path: string) {}

  groups(list: readonly Json[]): Group[] {
    return list.map((group) => {
      const paths = group instanceof JsonObject ? group.get('paths') : undefined;
      const weights = group instanceof JsonObject ? group.get('weights') : undefined;
      if (!Array.isArray(paths) || !Array.isArray(weights))
        throw new BadInput(`${this.path}: a group of the manifest has no paths or no weights.`);
      this.#paths += paths.length;
      this.#weights += weights.length;
      if (this.#paths > mostPaths) throw new BadInput(`${this.path} names more than ${mostPaths} files.`);
      if (this.#weights > mostWeights)
        throw new BadInput(`${this.path} has more than ${mostWeights} tensors.`);
      return {
        paths: paths.map((each) => this.#file(each)),
        weights: weights.map((each) => this.#weight(each)),
      };
    });
  }

  #file(location: Json): string {
    const plain = typeof location === 'string' ? plainPath(location) : undefined;
    if (plain !== undefined) return plain;
    const shown = typeof location === 'string' ? quoted(location) : 'of a file that is no text';
    throw new BadInput(`${this.path}: the path ${shown} leaves the model folder or is no plain path.`);
  }

  #weight(weight: Json): Weight {
    const [name, dtype, shape] = ['name', 'dtype', 'shape'].map((key) =>
      weight instanceof JsonObject ? weight.get(key) : undefined,
    );
    if (!(weight instanceof JsonObject) || typeof name !== 'string')
      throw new BadInput(`${this.path}: a tensor of the manifest has no name.`);
    if (typeof dtype !== 'string') throw this.#bad(name, 'has no type');
    if (!Array.isArray(shape) || shape.length > mostDimensions)
      throw this.#bad(name, `has no shape of at most ${mostDimensions} dimensions`);
    const lengths = shape.map((length) => {
      if (typeof length === 'number' && length >= 0) return length;
      throw this.#bad(name, 'has a bad dimension');
    });
    if (!Number.isSafeInteger(elementCount({ shape: lengths })))
      throw this.#bad(name, `has a shape that overflows, ${lengths.join(' x ')}`);
    return {
      name,
      dtype,
      shape: lengths,
      quantisation: this.#quantisation(name, weight.get('quantization')),
    };
  }

  #quantisation(name: string, given: Json | undefined): Quantisation | undefined {
    if (given === undefined || given === null) return undefined;
    const dtype = given instanceof JsonObject ? given.get('dtype') : undefined;
    if (dtype === 'float16') return { dtype, scale: 1, min: 0 };
    const [scale, min] = ['scale', 'min'].map((key) =>
      given instanceof JsonObject ? numberOf(given.get(key)) : undefined,
    );
    if ((dtype === 'uint8' || dtype === 'uint16') && scale !== undefined && min !== undefined)
      return { dtype, scale, min };
    throw this.#bad(
      name,
      'has a bad quantisation: float16, or uint8 or uint16 with finite scale and min, is known',
    );
  }

  #bad(name: string, what: string): BadInput {
    return new BadInput(`${this.path}: tensor ${quoted(name)} ${what}.`);
  }
}

function numberOf(value: Json | undefined): number | undefined {
  const number = value instanceof Real ? Number(value.text) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
