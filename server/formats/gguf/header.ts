import { BadInput } from '../../tensors/badInput';
import { Cursor, type Sized } from '../cursor';
import { type Metadata, mostKeys, readMetadata } from './metadata';
import { checkLayout, mostTensors, readTensorInfos, type TensorInfo } from './tensorInfos';

const fixedBytes = 24;
/** The least a key and a tensor take: lengths, one letter, type, a byte; lengths, type and offset. */
const keyBytes = 14;
const tensorBytes = 24;
const usualAlignment = 32;
const largestAlignment = 2 ** 20;

export interface GgufHeader {
  readonly version: number;
  readonly littleEndian: boolean;
  readonly metadata: Metadata;
  readonly tensors: readonly TensorInfo[];
  /** The byte from which the tensors' offsets count. */
  readonly start: number;
  /** Bytes after the last tensor that belong to nothing. */
  readonly rest: number;
}

/**
 * Reads and checks the header of a GGUF file, version 2 or 3, of either byte order: magic, version, how many tensors
 * and keys; the keys with their values; the tensors. github.com/ggml-org/ggml, docs/gguf.md. Throws BadInput.
 */
export async function readHeader(file: Sized): Promise<GgufHeader> {
  const { path, size } = file;
  const cursor = new Cursor(file);
  if (size < fixedBytes) {
    throw new BadInput(
      `${path} is cut short: a GGUF header has at least ${fixedBytes} bytes, and the file has ${size}; copy or download it again.`,
    );
  }
  await cursor.fill(fixedBytes);
  if (Buffer.from(cursor.bytes(4)).toString('latin1') !== 'GGUF')
    throw new BadInput(`${path} is no GGUF file: it does not begin with "GGUF".`);
  const version = readVersion(cursor);
  const tensorCount = cursor.u64();
  const keyCount = cursor.u64();
  checkCount(file, tensorCount, 'tensors', tensorBytes, mostTensors);
  checkCount(file, keyCount, 'keys', keyBytes, mostKeys);
  const metadata = await readMetadata(cursor, keyCount);
  const alignment = metadata.numbers.get('general.alignment') ?? usualAlignment;
  if (!isPowerOfTwo(alignment) || alignment > largestAlignment) {
    throw new BadInput(
      `${path}: the alignment ${alignment} is no power of two from 1 to ${largestAlignment} (general.alignment).`,
    );
  }
  const tensors = await readTensorInfos(cursor, tensorCount);
  const start = Math.ceil(cursor.position / alignment) * alignment;
  const end = checkLayout(path, tensors, alignment, start, size);
  const rest = Math.max(0, size - Math.ceil(end / alignment) * alignment);
  return { version, littleEndian: cursor.littleEndian, metadata, tensors, start, rest };
}

/** A power of two has no bit in common with the number before it. */
function isPowerOfTwo(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && (BigInt(value) & BigInt(value - 1)) === 0n;
}

/** The version, and by it the byte order: a number with nothing in its lower half was written the other way round. */
function readVersion(cursor: Cursor): number {
  let version = cursor.u32();
  if ((version & 0xffff) === 0 && version !== 0) {
    cursor.littleEndian = false;
    cursor.position -= 4;
    version = cursor.u32();
  }
  const { path } = cursor.file;
  if (version === 1) {
    throw new BadInput(
      `${path} is GGUF of version 1, which nothing reads any more: convert the model again with a current llama.cpp.`,
    );
  }
  if (version !== 2 && version !== 3)
    throw new BadInput(`${path} is GGUF of version ${version}: only versions 2 and 3 are read.`);
  return version;
}

function checkCount(file: Sized, count: number, what: string, each: number, most: number): void {
  const room = Math.floor((file.size - fixedBytes) / each);
  if (count > room)
    throw new BadInput(
      `${file.path} claims ${BigInt(count)} ${what}, and its ${file.size} bytes have room for ${room}.`,
    );
  if (count > most) throw new BadInput(`${file.path} has ${count} ${what}, more than ${most}.`);
}
