import { createHash, type Hash } from 'node:crypto';
import { Bytes } from '../formats/bytes';
import { openModel } from '../formats/catalogue';
import { rawMark } from '../protocol';
import type { Runtime } from './runtime';
import type { RunRequest } from './runModel';

const block = 2 ** 20;

/** What a run depends on; the paths, too, for the file tells them. */
export type RunIngredients = Omit<RunRequest, 'out' | 'mostBytes'>;

/** Sha-256 of everything that a file of activations depends on. Throws BadInput where a file cannot be read. */
export async function runKey(
  { model, probes, labels, ...options }: RunIngredients,
  runtime: Pick<Runtime, 'id' | 'version'>,
): Promise<string> {
  const hash = createHash('sha256');
  const { id, version } = runtime;
  hash.update(
    JSON.stringify([id, version?.() ?? null, model, probes, labels, Object.entries(options).sort()]),
  );
  const files = [model, ...probes.map(({ path }) => path), ...(labels === undefined ? [] : [labels.path])];
  for (const path of files) await addFile(hash, path);
  return hash.digest('hex').slice(0, 32);
}

/** The content of a file; of one that is in parts (shards, external data) also the identity of all parts. */
async function addFile(hash: Hash, path: string): Promise<void> {
  const model = await openModel(path);
  await model.close();
  const bytes = await Bytes.open(path.split(rawMark)[0] ?? path);
  try {
    hash.update(`${bytes.size} `);
    const target = new Uint8Array(Math.min(block, bytes.size));
    for (let first = 0; first < bytes.size; first += block) {
      const piece = target.subarray(0, Math.min(block, bytes.size - first));
      await bytes.readInto(piece, first);
      hash.update(piece);
    }
    if (model.bytes !== bytes.size) hash.update(model.identity);
  } finally {
    await bytes.close();
  }
}
