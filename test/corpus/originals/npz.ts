import { float32s, npyOf, zipFile } from '../writers';

const matrix = npyOf('<f4', [2, 3], float32s(1, 2, 3, 4, 5, 6));

export const npzOriginals = new Map<string, Buffer>([
  [
    'stored.npz',
    zipFile([
      { name: 'x.npy', data: matrix },
      { name: 'é.npy', data: matrix },
    ]),
  ],
  ['deflated.npz', zipFile([{ name: 'x.npy', data: matrix, deflate: true }])],
]);
