import { BadInput, quoted } from '../../tensors/badInput';
import { elementBytes, isDType } from '../../tensors/decode';
import type { DType } from '../../tensors/dtype';
import { elementCount, type StoredTensor } from '../../tensors/storedTensor';
import { affine, affineIntegers } from '../affine';
import { openBeside } from '../beside';
import type { Bytes } from '../bytes';
import { Cursor } from '../cursor';
import { Joined } from '../joined';
import type { Contents } from '../modelFile';
import { contiguous, type Place } from '../place';
import { type Group, readManifest, type Weight } from './manifest';
import { complexNumbers } from '../complexNumbers';

/** The graph of a large model has some 10 MB; the weights are in other files. */
const longestManifest = 100_000_000;

/** Reads what a manifest lists, and opens the files it names, in the model's folder or below it. Throws BadInput. */
export async function parseTfjs(bytes: Bytes): Promise<Contents> {
  const { path } = bytes;
  const { groups, metadata } = readManifest(path, await readTfjsText(bytes));
  const files = new Map<string, Bytes>();
  const warnings: string[] = [];
  const places = new Map<StoredTensor, Place | null>();
  let textTensors = 0;
  try {
    for (const group of groups) {
      const data = await openGroup(path, group, files);
      if (data instanceof BadInput) {
        const some = group.weights.length === 1 ? '1 tensor' : `${group.weights.length} tensors`;
        warnings.push(`The values of ${some} cannot be read. ${data.message}`);
      }
      textTensors += await placeGroup(path, group, data, places, warnings);
    }
  } catch (error) {
    await Promise.all([...files.values()].map((file) => file.close()));
    throw error;
  }
  return {
    places,
    metadata: [
      ...metadata,
      ...(textTensors > 0 ? [['tensors of texts', `${textTensors}, not listed`] as const] : []),
    ],
    warnings,
    others: [...files.values()],
  };
}

/** The text of a model.json. Throws BadInput where it is none, or longer than that of any model. */
export async function readTfjsText(bytes: Bytes): Promise<string> {
  const { path, size } = bytes;
  if (size > longestManifest)
    throw new BadInput(`${path} is too large for a model of TensorFlow.js: ${size} bytes of JSON.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await bytes.read(0, bytes.size));
  } catch (error) {
    if (error instanceof TypeError) throw new BadInput(`${path} is not UTF-8.`);
    throw error;
  }
}

/** The files of a group as one; the reason when one of them cannot be opened. */
async function openGroup(
  path: string,
  { paths }: Group,
  files: Map<string, Bytes>,
): Promise<Joined | BadInput> {
  const pieces = [];
  for (const location of paths) {
    try {
      const source = files.get(location) ?? (await openBeside(path, location));
      files.set(location, source);
      pieces.push({ source, start: 0, length: source.size });
    } catch (error) {
      if (error instanceof BadInput) return error;
      throw error;
    }
  }
  return new Joined(`The data of ${path}`, pieces);
}

/** Places the tensors of a group one after the other; returns how many hold texts. */
async function placeGroup(
  path: string,
  { paths, weights }: Group,
  data: Joined | BadInput,
  places: Map<StoredTensor, Place | null>,
  warnings: string[],
): Promise<number> {
  let offset = 0;
  let textTensors = 0;
  for (const weight of weights) {
    const { name, dtype, shape } = weight;
    if (dtype === 'string') {
      textTensors++;
      if (!(data instanceof BadInput)) offset += await textBytes(path, weight, data, offset);
      continue;
    }
    const stored = storage(path, weight);
    const bytes = elementCount(weight) * (stored === undefined ? 8 : elementBytes[stored]);
    const tensor = { name, dtype: wordOf(weight), shape, order: 'C' as const, bytes };
    if (data instanceof BadInput) places.set({ ...tensor, unreadable: data.message }, null);
    else {
      if (offset + bytes > data.size) throw cut(path, name, paths, offset + bytes, data.size);
      if (stored === undefined) places.set({ ...tensor, unreadable: complexNumbers }, null);
      else places.set(tensor, placeOf(weight, contiguous(data, offset, stored)));
    }
    offset += bytes;
  }
  if (!(data instanceof BadInput) && offset < data.size) {
    const shown = paths.slice(0, 3).map(quoted).join(', ');
    warnings.push(`${shown} has ${data.size - offset} bytes after the last tensor.`);
  }
  return textTensors;
}

function placeOf({ dtype, quantisation }: Weight, stored: Place): Place {
  if (quantisation === undefined || quantisation.dtype === 'float16') return stored;
  const { scale, min } = quantisation;
  return (dtype === 'int32' ? affineIntegers : affine)(stored, scale, min);
}

/** The type of the elements in the file; undefined: complex64. Throws BadInput for others. */
function storage(path: string, { name, dtype, quantisation }: Weight): DType | undefined {
  if (dtype === 'complex64' && quantisation === undefined) return undefined;
  const isQuantised = quantisation !== undefined && (dtype === 'float32' || dtype === 'int32');
  const word = isQuantised ? quantisation.dtype : dtype;
  if (isDType(word) && (isQuantised || quantisation === undefined)) return word;
  throw new BadInput(`${path}: tensor ${quoted(name)} is of type ${quoted(dtype)}, which is not known.`);
}

/** What a type is called; see `affineTypes`. */
function wordOf({ dtype, quantisation }: Weight): string {
  if (quantisation === undefined) return dtype;
  return quantisation.dtype === 'float16' ? 'float16' : `${dtype} in ${quantisation.dtype}`;
}

/** How many bytes the texts of a tensor take: each has its length before it. */
async function textBytes(path: string, weight: Weight, data: Joined, offset: number): Promise<number> {
  const cursor = new Cursor(data, offset);
  const count = elementCount(weight);
  // A text has a length at least.
  if (count * 4 > cursor.left) throw cut(path, weight.name, [], offset + count * 4, data.size);
  for (let i = 0; i < count; i++) {
    if (!cursor.has(4)) await cursor.fill(4);
    const length = cursor.u32();
    if (length > cursor.left) throw cut(path, weight.name, [], cursor.position + length, data.size);
    cursor.position += length;
  }
  return cursor.position - offset;
}

function cut(path: string, name: string, paths: readonly string[], needed: number, size: number): BadInput {
  const files = paths.length === 1 ? quoted(paths[0] ?? '') : 'the files of its group';
  return new BadInput(
    `${path}: tensor ${quoted(name)} needs ${needed} bytes in ${files}, which ${paths.length === 1 ? 'has' : 'have'} ${size}: copy or download the files again.`,
  );
}
