import { BadInput, quoted } from '../../tensors/badInput';
import type { DType } from '../../tensors/dtype';
import { checkShape } from '../onnx/tensorProto';
import { delimited, type Field, type Wire } from '../onnx/wire';
import type { Entry } from './table';

export interface BundleHeader {
  readonly shards: number;
  readonly littleEndian: boolean;
}

/** Elements [start, start + length) along an axis; undefined: all of them. */
export type Extent = { readonly start: number; readonly length: number } | undefined;

/** What the index says of one tensor. */
export interface BundleEntry {
  readonly type: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  /** Masked CRC-32C of the bytes; undefined: not said. */
  readonly sum: number | undefined;
  /** The pieces that are stored under other keys, by axis; none: it is stored whole. */
  readonly slices: readonly (readonly Extent[])[];
}

/** By the numbers of `DataType` (tensorflow/core/framework/types.proto): a type of ours, or another word. */
export const tfTypes: ReadonlyMap<number, DType | (string & {})> = new Map([
  [1, 'float32'],
  [2, 'float64'],
  [3, 'int32'],
  [4, 'uint8'],
  [5, 'int16'],
  [6, 'int8'],
  [8, 'complex64'],
  [9, 'int64'],
  [10, 'bool'],
  [14, 'bfloat16'],
  [17, 'uint16'],
  [18, 'complex128'],
  [19, 'float16'],
  [22, 'uint32'],
  [23, 'uint64'],
  [24, 'float8_e5m2'],
  [25, 'float8_e4m3fn'],
]);
export const texts = 7;

const mostShards = 100_000;

/** Reads the entry without a key: how many files there are. BundleHeaderProto of tensor_bundle.proto. */
export async function readBundleHeader(wire: Wire, entry: Entry): Promise<BundleHeader> {
  const fields = await wire.fields(entry);
  const valueOf = (number: number): number => fields.findLast((field) => field.number === number)?.value ?? 0;
  const shards = valueOf(1);
  if (shards < 1 || shards > mostShards)
    throw new BadInput(
      `${wire.file.path} says it has ${shards} files of data: 1 to ${mostShards} are known.`,
    );
  return { shards, littleEndian: valueOf(2) === 0 };
}

/** BundleEntryProto, which is held. Throws BadInput. */
export function readBundleEntry(wire: Wire, entry: Entry, name: string): BundleEntry {
  const found = { type: 0, shard: 0, offset: 0, size: 0 };
  const slices: Extent[][] = [];
  let shape: readonly number[] = [];
  let sum: number | undefined;
  for (const field of wire.heldFields(entry)) {
    if (field.number === 1) found.type = field.value;
    else if (field.number === 2 && field.wire === delimited) shape = readShape(wire, field, name);
    else if (field.number === 3) found.shard = field.value;
    else if (field.number === 4) found.offset = field.value;
    else if (field.number === 5) found.size = field.value;
    else if (field.number === 6 && field.wire === 5) sum = wire.heldU32(field);
    else if (field.number === 7 && field.wire === delimited) slices.push(readSlice(wire, field));
  }
  if (!Number.isSafeInteger(found.offset + found.size))
    throw new BadInput(`${wire.file.path}: tensor ${quoted(name)} has a bad offset or size.`);
  return { ...found, shape, sum, slices };
}

/** TensorSliceProto: for each axis where it starts and how long it is; without a length it has all of the axis. */
function readSlice(wire: Wire, message: Field): Extent[] {
  const extents = wire.heldFields(message).filter(({ number, wire }) => number === 1 && wire === delimited);
  return extents.map((extent) => {
    const fields = wire.heldFields(extent);
    const valueOf = (number: number): number | undefined =>
      fields.findLast((field) => field.number === number)?.value;
    const length = valueOf(2);
    return length === undefined ? undefined : { start: valueOf(1) ?? 0, length };
  });
}

/** TensorShapeProto: dimensions, each with its size. */
function readShape(wire: Wire, message: Field, name: string): number[] {
  const shape: number[] = [];
  for (const dimension of wire.heldFields(message)) {
    if (dimension.number !== 2 || dimension.wire !== delimited) continue;
    const fields = wire.heldFields(dimension);
    shape.push(fields.findLast((field) => field.number === 1)?.value ?? 0);
    if (shape.length > 64) break;
  }
  checkShape(wire.file.path, name, shape);
  return shape;
}
