import { writeFile } from 'node:fs/promises';

/** A float32 tensor to be written. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Numbers from 0 up to 1, always the same for a seed (a 32-bit mixing generator). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A tensor of noise, uniform around 0. */
export function noise(name: string, shape: readonly number[], seed: number): Tensor {
  const next = random(seed);
  return { name, shape, values: Float32Array.from({ length: count(shape) }, () => next() - 0.5) };
}

/** A tensor plus so much noise: similar to it, the more so the smaller `amount` is. */
export function near({ name, shape, values }: Tensor, amount: number, seed: number): Tensor {
  const next = random(seed);
  return { name, shape, values: values.map((value) => value + amount * (next() - 0.5)) };
}

export async function writeSafetensors(
  path: string,
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { written: 'for a test', ...metadata } };
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFile(path, Buffer.concat([length, padded, ...tensors.map(({ values }) => bytes(values))]));
}

export async function writeNpy(path: string, { shape, values }: Tensor): Promise<void> {
  const tuple = shape.length === 1 ? `${shape.join()},` : shape.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padded = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`);
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8]);
  await writeFile(path, Buffer.concat([start, padded, bytes(values)]));
}

function bytes(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
