import { littleEndian, type NumberArray } from './array';

const descriptors = { Float32Array: '<f4', Uint8Array: '|u1', BigInt64Array: '<i8' } as const;

/** An npy file, version 1.0: magic, header length, a Python dictionary padded so that the data starts at a multiple of 64. */
export function npy(array: NumberArray): Buffer {
  const { shape, values } = array;
  const descriptor = descriptors[values.constructor.name as keyof typeof descriptors];
  const tuple = shape.length === 1 ? `(${String(shape[0])},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  const padding = (64 - ((start.length + dictionary.length + 1) % 64)) % 64;
  const header = Buffer.from(dictionary + ' '.repeat(padding) + '\n', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, header, littleEndian(array)]);
}
