import { endings } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Bytes } from './bytes';
import type { Format } from './format';
import { type Contents, openModelFile } from './modelFile';
import { contentsOf } from './pickle/listing';
import { unpickle } from './pickle/unpickle';
import { embeddedStorages } from './torch/embedded';
import { torchTensors } from './torch/tensors';

/** Python objects with NumPy arrays or PyTorch tensors in them, as pickle.dump writes them. They are read as data and never made. */
export const pickle: Format = {
  id: 'pickle',
  title: 'Python pickle',
  endings: endings.pickle,
  // Protocol 2 to 5, and what comes first: a frame, a mark, a container, a name. Before, there was no signature.
  sniff: (head, fileName) =>
    (head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5) ||
    (head.length > 0 &&
      /\.(pkl|pickle)$/i.test(fileName) &&
      /^[\t\n -~]/.test(String.fromCharCode(head[0] ?? 0))),
  open: (bytes) => openModelFile(bytes, pickle.id, parsePickle),
};

async function parsePickle(bytes: Bytes): Promise<Contents> {
  const { path, size } = bytes;
  const unpickled = await unpickle(bytes, path, 0, size);
  if (unpickled.persistents.length > 0) {
    throw new BadInput(
      `${path} refers to an object outside of itself, which only the program that wrote it can find: save it without.`,
    );
  }
  // There are no storages outside of it.
  const find = (): never => {
    throw new BadInput(`${path} refers to a storage outside of itself.`);
  };
  const tensors = torchTensors(path, find, await embeddedStorages(path, unpickled.embedded));
  const contents = contentsOf(path, unpickled, 'array', tensors);
  const rest = size - unpickled.end;
  const warnings = rest > 0 ? [`${rest} bytes follow after the pickle and are not read.`] : [];
  return { ...contents, warnings: [...contents.warnings, ...warnings] };
}
