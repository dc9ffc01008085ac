import { BadInput, quoted } from '../../tensors/badInput';
import { elementCount, type StoredTensor } from '../../tensors/storedTensor';
import type { Bytes } from '../bytes';
import { contiguous, type Place } from '../place';
import type { ExternalFiles } from './external';
import type { TensorProto } from './tensorProto';
import { lists, type OnnxType, onnxTypes } from './types';
import { varints } from './varints';
import type { Range } from './wire';

/** A tensor and the place of its values; null: they cannot be read, and the tensor says why. */
export type Placed = readonly [StoredTensor, Place | null];

/** Finds the values of a tensor: raw, listed or in another file. Throws BadInput where their size is wrong. */
export async function placeTensor(
  file: Bytes,
  tensor: TensorProto,
  externals: ExternalFiles,
): Promise<Placed> {
  const type = onnxTypes.get(tensor.type);
  const { name, shape, raw, listed, external } = tensor;
  const count = elementCount(tensor);
  const pieces = listed.get(type?.list ?? -1) ?? [];
  const stored = (bytes: number, unreadable?: string): StoredTensor => {
    const dtype = type?.word ?? `type ${tensor.type}`;
    const all = { name, dtype, shape, order: 'C' as const, bytes };
    return unreadable === undefined ? all : { ...all, unreadable };
  };
  if (type === undefined) return [stored(lengthOf(raw), `Type number ${tensor.type} is not known.`), null];
  const needed = Math.ceil((count * type.bits) / 8);
  if (external !== undefined) {
    const found = await externals.find(name, external, needed);
    if (type.dtype === undefined) return [stored(needed, notDecoded(type)), null];
    if (typeof found === 'string') return [stored(needed, found), null];
    return [stored(needed), contiguous(found.file, found.offset, type.dtype)];
  }
  if (raw !== undefined && (lengthOf(raw) > 0 || pieces.length === 0)) {
    checkBytes(file.path, name, lengthOf(raw), needed);
    if (type.dtype === undefined) return [stored(needed, notDecoded(type)), null];
    return [stored(needed), contiguous(file, raw.start, type.dtype)];
  }
  const [piece] = pieces;
  const bytes = pieces.reduce((sum, range) => sum + lengthOf(range), 0);
  if (type.dtype === undefined) return [stored(bytes, notDecoded(type)), null];
  if (piece === undefined) {
    if (count === 0) return [stored(0), contiguous(file, 0, type.dtype)];
    return [stored(0, 'Its values are not in the file.'), null];
  }
  if (pieces.length > 1) return [stored(bytes, 'Its values are listed in several pieces.'), null];
  if (type.list === lists.float || type.list === lists.double) {
    checkBytes(file.path, name, bytes, needed);
    return [stored(bytes), contiguous(file, piece.start, type.dtype)];
  }
  // A number has a byte at least.
  if (bytes < count) throw wrongSize(file.path, name, bytes, `at least ${count}`);
  const what = `The list of values of tensor ${quoted(name)} of ${file.path}`;
  return [stored(bytes), varints(file, what, piece, type.dtype, count)];
}

function notDecoded(type: OnnxType): string {
  return `Type ${type.word} is not decoded.`;
}

function lengthOf(range: Range | undefined): number {
  return range === undefined ? 0 : range.end - range.start;
}

function checkBytes(path: string, name: string, bytes: number, needed: number): void {
  if (bytes !== needed) throw wrongSize(path, name, bytes, String(needed));
}

function wrongSize(path: string, name: string, bytes: number, needed: string): BadInput {
  return new BadInput(
    `${path}: tensor ${quoted(name)} has ${bytes} bytes of values, its type and shape need ${needed}.`,
  );
}
