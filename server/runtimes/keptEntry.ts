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
  const found = await wholeEntry(folder);
  const now = Date.now() / 1000;
  if (found !== undefined) await utimes(join(folder, recordName), now, now).catch(() => undefined);
  return found;
}

/** The same, without using it. */
export async function wholeEntry(folder: string): Promise<Kept | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(join(folder, recordName), 'utf8'));
    if (!isRecord(found)) return undefined;
    const { file, size, rows, tensors, notes } = found;
    const path = join(folder, file);
    return (await stat(path)).size === size ? { path, rows, tensors, notes } : undefined;
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
    isCount(size) &&
    isCount(rows) &&
    Array.isArray(tensors) &&
    tensors.every(isTensor) &&
    Array.isArray(notes) &&
    notes.every((note) => typeof note === 'string')
  );
}

function isTensor(value: unknown): value is RunResult['tensors'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { name, shape, operator } = value as Partial<Record<keyof RunResult['tensors'][number], unknown>>;
  return (
    typeof name === 'string' && Array.isArray(shape) && shape.every(isCount) && typeof operator === 'string'
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
