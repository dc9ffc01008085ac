import { dirname, isAbsolute, join } from 'node:path';
import { type InputsSource, type ModelSummary, runKeys, type TensorEntry } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { pictureLayout } from '../../tensors/inputPicture';
import type { Headers } from '../headers';

/** What writers call the inputs of a network. */
const likelyNames = ['images', 'image', 'inputs', 'input', 'pixel_values', 'pixels', 'x_test', 'probes'];
const likelyFiles = ['images', 'inputs', 'probes'].flatMap((name) =>
  ['npy', 'npz', 'safetensors'].map((ending) => `${name}.${ending}`),
);

interface Place {
  readonly path: string;
  readonly tensor?: string;
}

/**
 * The pictures that the instances of a file are: where its metadata says, else in the file itself, else in a file called
 * like inputs beside it or one folder up. Undefined where there are none for so many instances.
 */
export async function findInputs(
  { path, metadata }: Pick<ModelSummary, 'path' | 'metadata'>,
  instances: number,
  headers: Headers,
): Promise<InputsSource | undefined> {
  const folder = dirname(path);
  const own = likelyNames.map((tensor) => ({ path, tensor }));
  const beside = [folder, dirname(folder)].flatMap((place) =>
    likelyFiles.map((name) => ({ path: join(place, name) })),
  );
  for (const place of [...stated(metadata, folder), ...own, ...beside]) {
    try {
      const found = await inputsIn(place, instances, headers);
      if (found !== undefined) return found;
    } catch (error) {
      // Not there, or no file of tensors.
      if (!(error instanceof BadInput)) throw error;
    }
  }
  return undefined;
}

async function inputsIn(
  { path, tensor: named }: Place,
  instances: number,
  headers: Headers,
): Promise<InputsSource | undefined> {
  const header = await headers.open(path);
  const tensors = await headers.all(header);
  const fits = ({ shape, unreadable, dtype }: TensorEntry): boolean =>
    unreadable === undefined &&
    shape[0] === instances &&
    !dtype.startsWith('complex') &&
    pictureLayout(shape) !== undefined;
  const index = tensors.findIndex(
    (tensor) => fits(tensor) && (named === undefined || tensor.name.toLowerCase() === named.toLowerCase()),
  );
  const layout = pictureLayout(tensors[index]?.shape ?? []);
  return layout === undefined ? undefined : { path, stamp: header.summary.stamp, index, ...layout };
}

/** The files that metadata names: one path, or a JSON list of `{ path, tensor }`. */
function stated(metadata: ModelSummary['metadata'], folder: string): readonly Place[] {
  const text = metadata.find(([key]) => key === runKeys.probes)?.[1];
  if (text === undefined) return [];
  return placesIn(text).flatMap(({ path, tensor }) => {
    // A share of another machine would be told who asks.
    if (/^[\\/]{2}/.test(path) || path.includes('\0')) return [];
    return [{ path: isAbsolute(path) ? path : join(folder, path), ...(tensor !== undefined && { tensor }) }];
  });
}

function placesIn(text: string): readonly Place[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [{ path: text }];
  }
  return Array.isArray(parsed) ? parsed.flatMap(placeIn) : [];
}

function placeIn(item: unknown): readonly Place[] {
  if (typeof item !== 'object' || item === null || !('path' in item) || typeof item.path !== 'string')
    return [];
  const tensor = 'tensor' in item && typeof item.tensor === 'string' ? { tensor: item.tensor } : {};
  return [{ path: item.path, ...tensor }];
}
