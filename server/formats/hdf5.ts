import { endings } from '../protocol';
import type { Bytes } from './bytes';
import type { Format } from './format';
import { readHdf5 } from './hdf5/contents';
import { readKeras } from './hdf5/kerasNames';
import type { Mounted } from './hdf5/mounted';
import { isHdf5 } from './hdf5/superblock';
import { openModelFile } from './modelFile';

/** HDF5 as h5py and Keras 2 and 3 write it. */
export const hdf5: Format = {
  id: 'hdf5',
  title: 'HDF5 file',
  endings: endings.hdf5,
  sniff: isHdf5,
  open: (file) => openModelFile(file, hdf5.id, (bytes) => readHdf5(wholeFile(bytes), readKeras)),
};

/** A file that is all HDF5. */
export function wholeFile(bytes: Bytes): Mounted {
  return {
    where: bytes.path,
    size: bytes.size,
    source: bytes,
    readNow: (target, position) => bytes.readNow(target, position),
  };
}
