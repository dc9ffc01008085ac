import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The model everything else is compared with, kept from one start of the server to the next. */
export interface Baseline {
  readonly path: string | null;
  /** Sets or clears it. Rejects when it cannot be written down; it holds until the server ends all the same. */
  set(path: string | null): Promise<void>;
}

/** One baseline for each set of workspace folders; without a storage folder it is kept in memory only. */
export async function openBaseline(
  storage: string | undefined,
  folders: readonly string[],
): Promise<Baseline> {
  const key = createHash('sha256')
    .update(JSON.stringify([...folders].sort()))
    .digest('hex')
    .slice(0, 32);
  const file = storage === undefined ? undefined : join(storage, 'baselines', `${key}.json`);
  let path = file === undefined ? null : await read(file);
  return {
    get path() {
      return path;
    },
    async set(next) {
      path = next;
      if (file === undefined) return;
      if (next === null) await rm(file, { force: true });
      else await write(file, next);
    },
  };
}

/** A missing or broken record is no baseline. */
async function read(file: string): Promise<string | null> {
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof record === 'object' &&
      record !== null &&
      'path' in record &&
      typeof record.path === 'string'
      ? record.path
      : null;
  } catch {
    return null;
  }
}

/** By renaming, so that a crash leaves the old record or the new one. */
async function write(file: string, path: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify({ path }));
  await rename(draft, file);
}
