import { join } from 'node:path';
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
