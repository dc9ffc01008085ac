import { BadInput, quoted } from '../tensors/badInput';
import type { TensorEntry } from '../protocol';
import type { Headers } from './headers';

/** What writers call true classes, when a file holds other tensors as well. */
const likelyNames = ['labels', 'label', 'targets', 'target', 'classes', 'y'];

/** The tensor of a file with one label for each of `rows` instances. Throws BadInput when there is none. */
export async function checkLabels(path: string, rows: number, headers: Headers): Promise<TensorEntry> {
  const tensors = await headers.all(await headers.open(path));
  const likely = likelyNames.flatMap((name) =>
    tensors.filter((tensor) => tensor.name.toLowerCase() === name),
  );
  const chosen = tensors.length === 1 ? tensors[0] : likely[0];
  if (chosen === undefined) {
    throw new BadInput(
      `${path} holds ${tensors.length} tensors and none is called labels: give a file with the labels alone.`,
    );
  }
  const columns = chosen.shape.slice(1).reduce((product, length) => product * length, 1);
  if (chosen.shape[0] === rows && columns === 1) return chosen;
  throw new BadInput(
    `${quoted(chosen.name)} of ${path} has the shape [${chosen.shape.join(', ')}]: one label for each of ${rows} rows is needed.`,
  );
}
