/** Good files whose mutants every reader must open or refuse with a sentence: one line a format. */
import { ggufOriginals } from './gguf';
import { arrowOriginals } from './arrow';
import { csvOriginals } from './csv';
import { flaxOriginals } from './flax';
import { hdf5Originals } from './hdf5';
import { npyOriginals } from './npy';
import { npzOriginals } from './npz';
import { pickleOriginals } from './pickle';
import { onnxCompanions, onnxOriginals } from './onnx';
import { parquetOriginals } from './parquet';
import { rawCompanions, rawOriginals } from './raw';
import { safetensorsCompanions, safetensorsOriginals } from './safetensors';
import { tensorflowCompanions, tensorflowOriginals } from './tensorflow';
import { torchOriginals } from './torch';
import { zarrCompanions, zarrOriginals } from './zarr';

/** File name and content. */
export const originals: ReadonlyMap<string, Buffer> = new Map([
  ...safetensorsOriginals,
  ...npyOriginals,
  ...npzOriginals,
  ...ggufOriginals,
  ...csvOriginals,
  ...torchOriginals,
  ...pickleOriginals,
  ...onnxOriginals,
  ...hdf5Originals,
  ...arrowOriginals,
  ...parquetOriginals,
  ...flaxOriginals,
  ...tensorflowOriginals,
  ...zarrOriginals,
  ...rawOriginals,
]);

/** Files beside the originals that these refer to; they are not mutated. */
export const companions: ReadonlyMap<string, Buffer> = new Map([
  ...safetensorsCompanions,
  ...onnxCompanions,
  ...tensorflowCompanions,
  ...zarrCompanions,
  ...rawCompanions,
]);
