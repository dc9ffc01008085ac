import { compressedFile, fileOf, sampleTable, streamOf, viewTable } from '../arrowFiles';

export const arrowOriginals = new Map<string, Buffer>([
  ['file.arrow', fileOf(sampleTable(20, 2))],
  ['views.arrow', fileOf(viewTable())],
  ['stream.arrow', streamOf(sampleTable(20, 2))],
  ['lz4.feather', compressedFile('lz4', 'file')],
  ['zstd.feather', compressedFile('zstd', 'file')],
]);
