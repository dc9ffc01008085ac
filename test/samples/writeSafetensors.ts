import { littleEndian, type NumberArray } from './array';

const dtypes = { Float32Array: 'F32', Uint8Array: 'U8', BigInt64Array: 'I64' } as const;

/**
 * A safetensors file: eight bytes with the header's length, the header (JSON, padded with spaces to a multiple of
 * eight), the tensors without gaps in the given order.
 */
export function safetensors(
  tensors: readonly (readonly [name: string, array: NumberArray])[],
  metadata: readonly (readonly [string, string])[],
): Buffer {
  const data = tensors.map(([, array]) => littleEndian(array));
  let end = 0;
  const entries = tensors.map(([name, { shape, values }], i) => {
    const begin = end;
    end += data[i]?.length ?? 0;
    const dtype = dtypes[values.constructor.name as keyof typeof dtypes];
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify(
    Object.fromEntries([['__metadata__', Object.fromEntries(metadata)], ...entries]),
  );
  const header = Buffer.from(json);
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...data]);
}
