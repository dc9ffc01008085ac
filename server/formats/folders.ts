import { join } from 'node:path';
import { BadInput } from '../tensors/badInput';
import { listFolder } from './onDisk';
import { unreadableCheckpoint } from './unreadable';
import { zarrKeys } from './zarr/zarr';

/** The graph of a TensorFlow SavedModel; its variables are in a folder beside it. */
const savedModel = 'saved_model.pb';

/** Beside it are folders, each of them a data set. */
const dataSets = 'dataset_dict.json';

/** Folders that are one model: the file by which each is opened, first come first served. */
const keys: readonly string[] = [
  'model.safetensors.index.json',
  'model.safetensors',
  'pytorch_model.bin.index.json',
  'pytorch_model.bin',
  // Adapters (LoRA) as the library PEFT saves them.
  'adapter_model.safetensors',
  'adapter_model.bin',
  // A data set as the library `datasets` saves it.
  'state.json',
  'dataset_info.json',
  'flax_model.msgpack',
  savedModel,
  // Activations as the library saev caches them.
  'shards.json',
  'model.json',
  ...zarrKeys,
];

/** The file by which a folder is opened that is one model. Throws BadInput. */
export async function fileIn(path: string): Promise<string> {
  const names = await listFolder(path);
  const key = keys.find((name) => names.has(name));
  if (key === savedModel) return join(path, 'variables', 'variables.index');
  if (key !== undefined) return join(path, key);
  if (names.has(dataSets))
    throw new BadInput(`${path} holds several data sets, each in a folder of its own: open one of these.`);
  for (const name of names) {
    const checkpoint = unreadableCheckpoint(name);
    if (checkpoint !== undefined) throw new BadInput(`${path} is ${checkpoint}.`);
  }
  throw new BadInput(
    `${path} is a folder, not a file, and holds none of ${keys.join(', ')}: choose a model file.`,
  );
}
