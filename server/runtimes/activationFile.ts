import { open, type FileHandle } from 'node:fs/promises';
import type { NumericArray } from './runtime';

/** Values of a model, or whole numbers that go along with them. */
export type StoredArray =
  NumericArray | { readonly shape: readonly number[]; readonly values: BigInt64Array };

interface Entry {
  readonly name: string;
  readonly dtype: 'F32' | 'F64' | 'I64';
  /** Values of one instance, and where those of the first are in the file. */
  readonly each: number;
  readonly start: number;
}

/** A safetensors file that is written some instances at a time, every tensor in its own place. */
export class ActivationFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly entries: readonly Entry[],
  ) {}

  /** Bytes that the file takes for so many instances of these arrays, the header not counted. */
  static bytes(sample: Iterable<StoredArray>, rows: number): number {
    let sum = 0;
    for (const { shape, values } of sample) sum += (rows * values.byteLength) / Math.max(1, shape[0] ?? 1);
    return sum;
  }

  /**
   * @param sample an array of each tensor with any number of instances on its first axis
   * @param rows how many instances there will be
   */
  static async create(
    path: string,
    sample: ReadonlyMap<string, StoredArray>,
    rows: number,
    metadata: Readonly<Record<string, string>>,
  ): Promise<ActivationFile> {
    let end = 0;
    const entries = [...sample].map(([name, { shape, values }]): Entry & { readonly shape: number[] } => {
      const each = shape.slice(1).reduce((product, length) => product * length, 1);
      const [dtype, size] = [dtypeOf(values), values.BYTES_PER_ELEMENT];
      const start = end;
      end += rows * each * size;
      return { name, dtype, each, start, shape: [rows, ...shape.slice(1)] };
    });
    const described = entries.map(({ name, dtype, shape }, i) => {
      const data_offsets = [entries[i]?.start ?? 0, entries[i + 1]?.start ?? end];
      return [name, { dtype, shape, data_offsets }] as const;
    });
    const text = Buffer.from(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...described])));
    const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(padded.length));
    const handle = await open(path, 'wx');
    await handle.write(Buffer.concat([length, padded]), 0, undefined, 0);
    const offset = 8 + padded.length;
    return new ActivationFile(
      handle,
      entries.map((entry) => ({ ...entry, start: entry.start + offset })),
    );
  }

  /** Writes instances from the `first` on. Throws TypeError for an array of another type or shape than the sample. */
  async write(first: number, rows: number, arrays: ReadonlyMap<string, StoredArray>): Promise<void> {
    for (const { name, dtype, each, start } of this.entries) {
      const values = arrays.get(name)?.values;
      if (values === undefined || dtypeOf(values) !== dtype || values.length < rows * each)
        throw new TypeError(`tensor ${name} is not as it was`);
      const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = values;
      const bytes = new Uint8Array(buffer, byteOffset, rows * each * size);
      await this.handle.write(bytes, 0, bytes.length, start + first * each * size);
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

function dtypeOf(values: StoredArray['values']): Entry['dtype'] {
  if (values instanceof BigInt64Array) return 'I64';
  return values instanceof Float32Array ? 'F32' : 'F64';
}
