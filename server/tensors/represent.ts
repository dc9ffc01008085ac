import { createHash } from 'node:crypto';
import { Assembly } from './assemble';
import { readBlocks } from './blocks';
import { isSingle } from './decode';
import type { Meaning, Representation } from './representation';
import { type Rule, usualRule } from './rule';
import type { StoredTensor, TensorReader } from './storedTensor';

/** Numbers of rows. */
export type RowNumbers = readonly number[] | Int32Array;

export interface RepresentOptions {
  /** How axes become rows and columns. Default: the first axis counts instances, all others are flattened. */
  readonly rule?: Rule;
  /** Instances wanted, each once, in this order. Default: all. */
  readonly rows?: RowNumbers;
  /** Default: activations. */
  readonly meaning?: Meaning;
  /** Called between blocks; what it throws ends the reading. */
  readonly poll?: () => void;
}

/**
 * Reads a tensor of any axes into a matrix [n x d] in one scan; a tensor with one axis becomes n x 1. Float32 where that
 * holds every value exactly, else (and for means) float64. `provenance.content` is the sha-256 of type, shape, order
 * and all stored values, also of rows that were not selected. Throws BadInput when the tensor cannot be read, is empty
 * or a scalar, does not fit into memory, or holds a NaN or an infinity in a selected row.
 */
export async function represent(
  reader: TensorReader,
  tensor: StoredTensor,
  options: RepresentOptions = {},
): Promise<Representation> {
  const { rule = usualRule, rows, meaning = 'activations', poll } = options;
  const assembly = new Assembly(reader.path, tensor, rule, isSingle(tensor.dtype), rows);
  const hash = createHash('sha256').update(JSON.stringify([tensor.dtype, tensor.shape, tensor.order]));
  for await (const block of readBlocks(reader, tensor, poll)) {
    const { buffer, byteOffset, byteLength } = block.values;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    assembly.add(block);
  }
  const provenance = { path: reader.path, tensor: tensor.name, rule, content: hash.digest('hex') };
  return { values: assembly.finish(), meaning, provenance };
}
