import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptRun, RunResult } from '../protocol';

/** What is in the folder of a kept run beside the activations; its time of change is that of the last use. */
export const recordName = 'run.json';

type Kept = Omit<KeptRun, 'cached'>;

/** Writes down what a run came to. `file`: the activations, from the folder on. */
export async function writeEntry(folder: string, file: string, result: RunResult): Promise<void> {
  const { size } = await stat(join(folder, file));
  await writeFile(join(folder, recordName), JSON.stringify({ file, size, ...result }));
}

/** A run that was kept, and that it is used now; undefined where there is none or it is not whole. */
export async function readEntry(folder: string): Promise<Kept | undefined> {
  const record = join(folder, recordName);
  try {
    const found: unknown = JSON.parse(await readFile(record, 'utf8'));
    if (!isRecord(found)) return undefined;
    const { file, size, rows, tensors, notes } = found;
    const path = join(folder, file);
    if ((await stat(path)).size !== size) return undefined;
    const now = Date.now() / 1000;
    await utimes(record, now, now).catch(() => undefined);
    return { path, rows, tensors, notes };
  } catch {
    return undefined;
  }
}

interface EntryRecord extends RunResult {
  readonly file: string;
  readonly size: number;
}

/** Written by us, and perhaps by another version or damaged since. */
function isRecord(value: unknown): value is EntryRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { file, size, rows, tensors, notes } = value as Partial<Record<keyof EntryRecord, unknown>>;
  return (
    typeof file === 'string' &&
    /^[^/\\]+\/[^/\\]+$/.test(file) &&
    typeof size === 'number' &&
    typeof rows === 'number' &&
    Array.isArray(tensors) &&
    Array.isArray(notes)
  );
}
