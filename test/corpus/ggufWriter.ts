/** Writes GGUF files, good and bad, of both byte orders. */

/** Numbers and texts of a header in one byte order. */
export class GgufWriter {
  constructor(private readonly big = false) {}

  u16(value: number): Buffer {
    return this.#ordered(2, value);
  }

  u32(value: number): Buffer {
    return this.#ordered(4, value);
  }

  u64(value: number | bigint): Buffer {
    return this.#ordered(8, value);
  }

  f32(value: number): Buffer {
    const bytes = Buffer.from(new Float32Array([value]).buffer);
    return this.big ? bytes.reverse() : bytes;
  }

  text(value: string): Buffer {
    const bytes = Buffer.from(value);
    return Buffer.concat([this.u64(bytes.length), bytes]);
  }

  /** A key, the number of its type, its value. */
  key(name: string, type: number, value: Uint8Array): Buffer {
    return Buffer.concat([this.text(name), this.u32(type), value]);
  }

  /** The inside of a list: type, count, values. */
  list(type: number, count: number | bigint, ...values: readonly Uint8Array[]): Buffer {
    return Buffer.concat([this.u32(type), this.u64(count), ...values]);
  }

  /** What the header says of a tensor; the fastest axis first, as the format has it. */
  tensor(name: string, lengths: readonly (number | bigint)[], type: number, offset: number): Buffer {
    const shape = [this.u32(lengths.length), ...lengths.map((length) => this.u64(length))];
    return Buffer.concat([this.text(name), ...shape, this.u32(type), this.u64(offset)]);
  }

  file(content: GgufContent): Buffer {
    const { keys = [], tensors = [], data = Buffer.alloc(0), version = 3, alignment = 32 } = content;
    const header = Buffer.concat([
      Buffer.from('GGUF'),
      this.u32(version),
      this.u64(content.tensorCount ?? tensors.length),
      this.u64(content.keyCount ?? keys.length),
      ...keys,
      ...tensors,
    ]);
    const padding = Buffer.alloc((alignment - (header.length % alignment)) % alignment);
    return Buffer.concat(tensors.length > 0 ? [header, padding, data] : [header]);
  }

  #ordered(length: number, value: number | bigint): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
    const low = bytes.subarray(0, length);
    return this.big ? low.reverse() : low;
  }
}

export interface GgufContent {
  readonly keys?: readonly Buffer[];
  readonly tensors?: readonly Buffer[];
  readonly data?: Uint8Array;
  readonly version?: number;
  /** To which the data begin; what the keys say is another matter. */
  readonly alignment?: number;
  readonly tensorCount?: number | bigint;
  readonly keyCount?: number | bigint;
}
