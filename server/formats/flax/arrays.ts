import { BadInput, quoted } from '../../tensors/badInput';
import { elementBytes, isDType } from '../../tensors/decode';
import { elementCount } from '../../tensors/storedTensor';
import type { Token, Tokens } from './msgpack';

/** An array of a tree, and where its bytes lie, in one piece or in several. */
export interface FoundArray {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly pieces: readonly { readonly start: number; readonly length: number }[];
}

const mostDimensions = 64;

/** Reads an array without its elements: an extension that holds shape, type and bytes. Throws BadInput. */
export async function readArray(
  tokens: Tokens,
  name: string,
  { start, length }: { readonly start: number; readonly length: number },
): Promise<FoundArray> {
  const after = tokens.position;
  const end = start + length;
  tokens.position = start;
  const parts = await tokens.next(end);
  if (parts.kind !== 'array' || parts.count !== 3) throw noArray(tokens, name, start);
  const shape = await readShape(tokens, name, end);
  const word = await tokens.next(end);
  if (word.kind !== 'text' && word.kind !== 'bytes') throw noArray(tokens, name, start);
  const dtype = await tokens.text(word);
  const data = await tokens.next(end);
  // Old versions of msgpack for Python write bytes as texts.
  if (data.kind !== 'bytes' && data.kind !== 'text') throw noArray(tokens, name, start);
  tokens.position = after;
  const found = { name, dtype, shape, pieces: [{ start: data.start, length: data.length }] };
  checkSize(tokens, found);
  return found;
}

/** Reads a shape: a list of lengths, or such a list as a map of numbers, as Flax writes tuples. Throws BadInput. */
export async function readShape(tokens: Tokens, name: string, end?: number): Promise<number[]> {
  const list = await tokens.next(end);
  if (list.kind !== 'array' && list.kind !== 'map') throw noArray(tokens, name, list.at);
  if (list.count > mostDimensions) {
    throw new BadInput(
      `${tokens.file.path}: tensor ${quoted(name)} has ${list.count} dimensions, more than ${mostDimensions}.`,
    );
  }
  const shape: number[] = [];
  for (let i = 0; i < list.count; i++) {
    if (list.kind === 'map') await tokens.next(end);
    shape.push(lengthOf(tokens, name, await tokens.next(end)));
  }
  if (!Number.isSafeInteger(elementCount({ shape })))
    throw new BadInput(
      `${tokens.file.path}: the shape ${shape.join(' x ')} of tensor ${quoted(name)} overflows.`,
    );
  return shape;
}

function lengthOf(tokens: Tokens, name: string, token: Token): number {
  const value = token.kind === 'value' ? token.value : undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new BadInput(`${tokens.file.path}: bad dimension of tensor ${quoted(name)} at byte ${token.at}.`);
}

/** One array of the pieces that Flax makes of arrays over 1 GiB. Throws BadInput when they are not that. */
export function joinChunks(
  tokens: Tokens,
  name: string,
  shape: readonly number[] | undefined,
  chunks: readonly FoundArray[],
): FoundArray {
  const prefix = name === '' ? 'chunks' : `${name}.chunks`;
  const [first] = chunks;
  const isWhole =
    shape !== undefined &&
    first !== undefined &&
    chunks.every((chunk, i) => chunk.name === `${prefix}.${i}` && chunk.dtype === first.dtype);
  if (!isWhole) {
    throw new BadInput(
      `${tokens.file.path}: the chunks of tensor ${quoted(name)} are incomplete or of several types.`,
    );
  }
  const joined = {
    name: name || 'array',
    dtype: first.dtype,
    shape,
    pieces: chunks.flatMap(({ pieces }) => pieces),
  };
  checkSize(tokens, joined);
  return joined;
}

/** The bytes must be those that type and shape need. */
function checkSize(tokens: Tokens, { name, dtype, shape, pieces }: FoundArray): void {
  if (!isDType(dtype)) return;
  const needed = elementCount({ shape }) * elementBytes[dtype];
  const has = pieces.reduce((sum, { length }) => sum + length, 0);
  if (has === needed) return;
  throw new BadInput(
    `${tokens.file.path}: tensor ${quoted(name)} has ${has} bytes of values, its type and shape need ${needed}.`,
  );
}

function noArray({ file }: Tokens, name: string, at: number): BadInput {
  return new BadInput(`${file.path}: tensor ${quoted(name)} at byte ${at} is no array as Flax writes it.`);
}
