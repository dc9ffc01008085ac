import { float32s, npyFile, npyHeader, npyOf } from '../writers';

export const npyOriginals = new Map<string, Buffer>([
  ['m.npy', npyOf('<f4', [2, 3], float32s(1, 2, 3, 4, 5, 6))],
  ['v3.npy', npyFile(npyHeader('>i8', [3], true), Buffer.alloc(24, 2), 3)],
]);
