import { endings } from '../protocol';
import type { Format } from './format';
import { wholeFile } from './hdf5';
import { readHdf5 } from './hdf5/contents';
import { readMatlab } from './hdf5/matlabNames';
import { openModelFile } from './modelFile';

const title = 'MATLAB 7.3 MAT-file';

/** Variables of MATLAB as its version 7.3 saves them: HDF5 behind half a kilobyte of its own. */
export const matlab: Format = {
  id: 'matlab',
  title: 'MATLAB file',
  endings: endings.matlab,
  sniff: (head) => Buffer.from(head).toString('latin1').startsWith(title),
  open: (file) => openModelFile(file, matlab.id, (bytes) => readHdf5(wholeFile(bytes), readMatlab)),
};
