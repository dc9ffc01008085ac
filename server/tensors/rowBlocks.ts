import { createHash } from 'node:crypto';
import type { AnyMatrix } from '../linalg/matrix';
import { Assembly } from './assemble';
import { BadInput, quoted } from './badInput';
import { isSingle } from './decode';
import type { Values } from './dtype';
import type { Rule } from './rule';
import { elementCount, type StoredTensor, type TensorReader } from './storedTensor';

/** Reads a tensor [n x ...] as matrices of some rows after the others, each once, for tensors larger than the memory. */
export class RowBlocks {
  readonly #width: number;
  readonly #n: number;
  readonly #hash;
  #read = 0;
  #coming: Promise<Values> | undefined;

  /**
   * @param rows how many rows each block has; the last one has what is left
   * Throws BadInput for a tensor that is not stored row by row.
   */
  constructor(
    private readonly reader: TensorReader,
    private readonly tensor: StoredTensor,
    private readonly rule: Rule,
    private readonly rows: number,
    private readonly poll: () => void,
  ) {
    const { dtype, shape, order } = tensor;
    this.#n = shape[0] ?? 0;
    this.#width = elementCount(tensor) / Math.max(1, this.#n);
    this.#hash = createHash('sha256').update(JSON.stringify([dtype, shape, order]));
    const first = rule.instances === 0 || rule.instances === -shape.length;
    if (shape.length > 1 && (order === 'F' || !first)) {
      const how = order === 'F' ? 'column by column' : 'with the instances on another axis than the first';
      throw new BadInput(
        `Tensor ${quoted(tensor.name)} of ${reader.path} is stored ${how} and too large to be read at once: store it row by row.`,
      );
    }
  }

  /** The next rows; null when there are no more. Throws BadInput when they cannot be read or hold a NaN or an infinity. */
  async next(): Promise<AnyMatrix | null> {
    this.poll();
    const first = this.#read;
    if (first >= this.#n) return null;
    const count = Math.min(this.rows, this.#n - first);
    const values = await (this.#coming ?? this.#start(first, count));
    this.#read += count;
    const left = this.#n - this.#read;
    // The next block is on its way while this one is worked on.
    this.#coming = left > 0 ? this.#start(this.#read, Math.min(this.rows, left)) : undefined;
    const { buffer, byteOffset, byteLength } = values;
    this.#hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    const part = { ...this.tensor, shape: [count, ...this.tensor.shape.slice(1)] };
    const single = isSingle(this.tensor.dtype);
    const assembly = new Assembly(this.reader.path, part, this.rule, single, undefined, first);
    assembly.add({ first: 0, values });
    return assembly.finish();
  }

  /** The same as `provenance.content` of the whole representation, once the last block has been read. */
  content(): string {
    return this.#hash.digest('hex');
  }

  #start(first: number, count: number): Promise<Values> {
    const block = this.reader.read(this.tensor, first * this.#width, count * this.#width);
    // Awaited by the next call at the latest; until then a failure is no unhandled rejection.
    block.catch(() => undefined);
    return block;
  }
}
