import { centred } from '../measures/preparations/centred';
import { quoted } from '../tensors/badInput';
import { sizeOf } from './cost';
import type { Headers } from './headers';
import type { Description } from './jobs';
import { findTensor } from './pairJob';
import type { Pool } from './pool';
import type { Work } from './sharing';
import { usualView } from './view';

/** What the representation of one tensor is like. Throws BadInput when it cannot be read or is not finite. */
export async function describeTensor(
  path: string,
  tensor: string,
  { headers, pool }: { readonly headers: Headers; readonly pool: Pool },
  { signal, urgency, onStart }: Work<never> & { readonly onStart: () => void },
): Promise<Description> {
  const header = await headers.open(path);
  const { entry, index } = findTensor(path, await headers.all(header), tensor);
  const { n, d, bytes } = sizeOf(entry);
  const layer = { file: header.stamp, index, ...usualView, meaning: 'activations' } as const;
  // The matrix, the centred one, and its copy that the decomposition works on with the smaller side squared.
  const memory = bytes + 2 * centred.cost(n, d).bytes + 8 * 3 * Math.min(n, d) ** 2;
  const subject = `the description of ${quoted(tensor)} of ${path}`;
  return pool.run('describe', { layer, name: tensor }, { signal, urgency, onStart, subject, bytes: memory });
}
