import { BadInput, quoted } from '../../tensors/badInput';
import type { Cursor } from '../cursor';
import { ggmlTypes, type GgmlType } from './types';

export const mostTensors = 1_000_000;
/** ggml itself has four. */
const mostDimensions = 8;
const longestName = 65_535;

/** What a header says of a tensor. */
export interface TensorInfo {
  readonly name: string;
  readonly type: GgmlType;
  /** The outermost axis first, as elsewhere; the file has them the other way round. */
  readonly shape: readonly number[];
  readonly bytes: number;
  /** Of its first byte, from the beginning of the data on. */
  readonly offset: number;
}

/** Reads `count` descriptions of tensors. Throws BadInput. */
export async function readTensorInfos(cursor: Cursor, count: number): Promise<TensorInfo[]> {
  const infos: TensorInfo[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) {
    const info = await readInfo(cursor, i);
    if (seen.has(info.name))
      throw new BadInput(`${cursor.file.path} has the tensor ${quoted(info.name)} twice.`);
    seen.add(info.name);
    infos.push(info);
  }
  return infos;
}

async function readInfo(cursor: Cursor, index: number): Promise<TensorInfo> {
  const { path } = cursor.file;
  const at = cursor.position;
  if (!cursor.has(8)) await cursor.fill(8);
  const length = cursor.u64();
  if (length > longestName || length > cursor.left) {
    throw new BadInput(
      `${path}: the name of tensor ${index} at byte ${at} has ${length} bytes, more than ${Math.min(longestName, cursor.left)}.`,
    );
  }
  if (!cursor.has(length + 4)) await cursor.fill(length + 4);
  const name = cursor.text(length);
  const dimensions = cursor.u32();
  if (dimensions > mostDimensions) {
    throw new BadInput(
      `${path}: tensor ${quoted(name)} has ${dimensions} dimensions, more than ${mostDimensions}.`,
    );
  }
  if (!cursor.has(8 * dimensions + 12)) await cursor.fill(8 * dimensions + 12);
  const shape = Array.from({ length: dimensions }, () => cursor.u64()).reverse();
  const number = cursor.u32();
  const offset = cursor.u64();
  const type = ggmlTypes.get(number);
  if (type === undefined) {
    throw new BadInput(
      `${path}: tensor ${quoted(name)} has type number ${number}, which is not known: a newer nnsim may read it.`,
    );
  }
  return { name, type, shape, bytes: bytesOf(path, name, type, shape), offset };
}

function bytesOf(path: string, name: string, type: GgmlType, shape: readonly number[]): number {
  if (shape.includes(0)) throw new BadInput(`${path}: tensor ${quoted(name)} has a dimension of length 0.`);
  const elements = shape.reduce((product, length) => product * length, 1);
  const bytes = (elements / type.elements) * type.bytes;
  if (elements > Number.MAX_SAFE_INTEGER || bytes > Number.MAX_SAFE_INTEGER)
    throw new BadInput(
      `${path}: the shape ${shape.map(BigInt).join(' x ')} of tensor ${quoted(name)} overflows.`,
    );
  const row = shape.at(-1) ?? 1;
  if (row % type.elements !== 0) {
    throw new BadInput(
      `${path}: the row length ${row} of tensor ${quoted(name)} is not a multiple of ${type.elements}, the block of ${type.word}.`,
    );
  }
  return bytes;
}

/**
 * Checks where the tensors lie: at multiples of the alignment, in the file, none in another. Throws BadInput.
 * @param start the first byte of the data in the file, which has `size` bytes
 * @returns the byte after the last tensor
 */
export function checkLayout(
  path: string,
  infos: readonly TensorInfo[],
  alignment: number,
  start: number,
  size: number,
): number {
  const inPlace = infos.toSorted((a, b) => a.offset - b.offset || a.bytes - b.bytes);
  let end = 0;
  let before = '';
  for (const { name, offset, bytes } of inPlace) {
    if (offset % alignment !== 0) {
      throw new BadInput(
        `${path}: tensor ${quoted(name)} starts at byte ${offset} of the data, which is no multiple of the alignment ${alignment}.`,
      );
    }
    if (offset < end) {
      throw new BadInput(
        `${path}: tensor ${quoted(name)} starts at byte ${offset} of the data, inside tensor ${quoted(before)}, which ends at ${end}.`,
      );
    }
    end = offset + bytes;
    before = name;
    if (start + end > size) {
      throw new BadInput(
        `${path} is cut short: tensor ${quoted(name)} needs bytes up to ${start + end}, and the file has ${size}; copy or download it again.`,
      );
    }
  }
  return start + end;
}
