import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { KeptRun } from '../protocol';
import { runtimeOf } from './catalogue';
import { readEntry, writeEntry } from './keptEntry';
import { writing } from './outPlace';
import { runKey } from './runKey';
import { runModel, type RunRequest } from './runModel';

/** A model to run on instances, and where its activations are kept for another time. */
export interface KeepOrder extends Omit<RunRequest, 'out'> {
  /** The folder with an entry for each run. */
  readonly kept: string;
  /** A folder in it that is not there yet: it becomes the entry once all is complete, and is removed by who gave it. */
  readonly draft: string;
}

/** The run, if it was made before; else it is made. Throws BadInput. */
export async function keepRun(
  { kept, draft, ...request }: KeepOrder,
  progress: (done: number, rows: number) => void,
): Promise<KeptRun> {
  const { mostBytes, ...ingredients } = request;
  const runtime = await runtimeOf(request.model);
  const entry = join(kept, await runKey(ingredients, runtime));
  const before = await readEntry(entry);
  if (before !== undefined) return { ...before, cached: true };
  const [folder, name] = nameOf(request.model);
  await writing(draft, () => mkdir(join(draft, folder), { recursive: true }));
  const out = join(draft, folder, name);
  const result = await runModel({ ...ingredients, mostBytes, out, draft: `${out}.part` }, progress);
  await writing(draft, () => writeEntry(draft, `${folder}/${name}`, result));
  await writing(entry, () => become(draft, entry));
  return { path: join(entry, folder, name), ...result, cached: false };
}

/** The end of the model's path, so that the file goes by its name wherever it is shown. */
function nameOf(model: string): readonly [folder: string, name: string] {
  const stem = basename(model).replace(/\.safetensors$/i, '');
  return [basename(dirname(model)).slice(-60) || 'model', `${stem.slice(-120)}.safetensors`];
}

async function become(draft: string, entry: string): Promise<void> {
  try {
    await rename(draft, entry);
  } catch (error) {
    // Another process was first.
    if ((await readEntry(entry)) !== undefined) return;
    const isThere =
      error instanceof Error && 'code' in error && /^(ENOTEMPTY|EEXIST|EPERM)$/.test(String(error.code));
    if (!isThere) throw error;
    await rm(entry, { recursive: true, force: true });
    await rename(draft, entry);
  }
}
