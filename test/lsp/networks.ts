import { join } from 'node:path';
import { cleanUp, Server, temporaryFolder } from './client';
import { near, noise, type Tensor, writeSafetensors } from './fixtures';

/** Measure call of the tests: debiased linear CKA. */
export const cka = { id: 'rsm.cka', parameters: { estimator: 'debiased' } } as const;

/** Paths of two small files of activations: three layers of 60 rows, the second file a little noisier. */
export async function writeActivations(folder: string): Promise<{ readonly x: string; readonly y: string }> {
  const layers = [4, 6, 5].map((width, i) => noise(`layer${i + 1}`, [60, width], i + 1));
  const [x, y] = [join(folder, 'x.safetensors'), join(folder, 'y.safetensors')];
  await writeSafetensors(x, layers);
  await writeSafetensors(
    y,
    layers.map((layer, i) => near(layer, 0.3, 100 + i)),
  );
  return { x, y };
}

/** Two files of activations whose comparison by a slow measure takes many seconds. */
export async function writeLargeActivations(
  folder: string,
): Promise<{ readonly x: string; readonly y: string }> {
  const [x, y] = [join(folder, 'large-x.safetensors'), join(folder, 'large-y.safetensors')];
  await writeSafetensors(x, large(1));
  await writeSafetensors(y, large(2));
  return { x, y };
}

function large(seed: number): Tensor[] {
  return Array.from({ length: 10 }, (_, i) => noise(`layer${i}`, [700, 350], seed * 100 + i));
}

/** What the tests of one request work with. */
export interface Served {
  server: Server;
  folder: string;
  files: { readonly x: string; readonly y: string };
}

/** A server in a folder with two small files of activations, from before the first test of a suite to after its last. */
export function servedActivations(): Served {
  const served = {} as Served;
  before(async () => {
    served.folder = await temporaryFolder();
    served.files = await writeActivations(served.folder);
    served.server = await Server.start(served.folder);
  });
  after(() => cleanUp(served.server, served.folder));
  return served;
}
