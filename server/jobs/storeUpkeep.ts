import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export interface Limits {
  readonly entries: number;
  readonly bytes: number;
}

/** What a store holds. */
export interface Contents {
  readonly entries: number;
  readonly bytes: number;
}

interface Entry {
  readonly file: string;
  readonly size: number;
  /** Milliseconds; the last use, to the day. */
  readonly used: number;
}

const day = 86_400_000;
const hour = 3_600_000;

/** Notes that an entry was used, at most once a day: the time of change decides what is removed first. */
export async function touch(file: string): Promise<void> {
  const now = Date.now();
  const { mtimeMs } = await stat(file);
  if (now - mtimeMs > day) await utimes(file, now / 1000, now / 1000).catch(() => undefined);
}

/** All entries of a store's folder; those that vanish meanwhile are left out, and so are drafts. */
export async function listEntries(folder: string, drafts = false): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const part of await names(folder)) {
    for (const name of await names(join(folder, part))) {
      if (name.endsWith('.tmp') !== drafts) continue;
      const file = join(folder, part, name);
      const stats = await stat(file).catch(() => undefined);
      if (stats?.isFile() === true) found.push({ file, size: stats.size, used: stats.mtimeMs });
    }
  }
  return found;
}

/** Removes what was not used for the longest time until nine tenths of the limits are kept, and forgotten drafts. */
export async function prune(folder: string, limits: Limits): Promise<void> {
  for (const { file, used } of await listEntries(folder, true)) {
    if (Date.now() - used > hour) await rm(file, { force: true });
  }
  const kept = (await listEntries(folder)).sort((a, b) => a.used - b.used);
  let entries = kept.length;
  let bytes = kept.reduce((sum, { size }) => sum + size, 0);
  if (entries <= limits.entries && bytes <= limits.bytes) return;
  for (const { file, size } of kept) {
    if (entries <= 0.9 * limits.entries && bytes <= 0.9 * limits.bytes) return;
    await rm(file, { force: true });
    entries--;
    bytes -= size;
  }
}

/** An unreadable or missing folder is an empty one. */
async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
