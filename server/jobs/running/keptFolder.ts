import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordName, wholeEntry } from '../../runtimes/keptEntry';
import { BadInput } from '../../tensors/badInput';
import type { Contents } from '../storeUpkeep';
import { draftPrefix } from './modelProcess';

interface Entry {
  readonly folder: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly used: number;
}

/** A run that was under way so long ago ended without a word. */
const forgotten = 86_400_000;

/** The kept runs; those that vanish meanwhile are left out. */
async function entriesOf(kept: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const name of await names(kept)) {
    if (name.startsWith(draftPrefix)) continue;
    const folder = join(kept, name);
    const record = await stat(join(folder, recordName)).catch(() => undefined);
    if (record !== undefined) found.push({ folder, bytes: await sizeOf(folder), used: record.mtimeMs });
  }
  return found;
}

/** How many runs there are and what they take. */
export async function contentsOf(kept: string): Promise<Contents> {
  const entries = await entriesOf(kept);
  return { entries: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** How many of them are damaged, and made again when they are asked for. */
export async function damagedOf(kept: string): Promise<number> {
  let damaged = 0;
  for (const { folder } of await entriesOf(kept)) if ((await wholeEntry(folder)) === undefined) damaged++;
  return damaged;
}

/**
 * Removes runs until at most `most` bytes are kept: first those that were not used for the longest time, and those in
 * `used` only when there are no others, never the last of these. Also what was left by processes that died.
 */
export async function prune(kept: string, most: number, used: ReadonlySet<string>): Promise<void> {
  for (const name of await names(kept)) {
    if (!name.startsWith(draftPrefix)) continue;
    const { mtimeMs = Date.now() } = (await stat(join(kept, name)).catch(() => undefined)) ?? {};
    if (Date.now() - mtimeMs > forgotten) await remove(join(kept, name));
  }
  const entries = await entriesOf(kept);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const order = [...used];
  const rank = ({ folder }: Entry): number => order.indexOf(folder);
  const last = order.slice(-2);
  for (const entry of entries.sort((a, b) => rank(a) - rank(b) || a.used - b.used)) {
    if (bytes <= most) return;
    if (last.includes(entry.folder)) continue;
    await remove(entry.folder);
    bytes -= entry.bytes;
  }
}

/** Removes all runs; says what it was. Throws BadInput when the disk does not let it. */
export async function clear(kept: string): Promise<Contents> {
  const entries = await entriesOf(kept);
  try {
    // One by one: a run that is under way in the folder beside goes on.
    for (const { folder } of entries) await rm(folder, { recursive: true, force: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(`The kept runs in ${kept} cannot be removed (${why}).`);
  }
  return { entries: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (!entry.isFile()) continue;
    bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** A missing folder is an empty one. */
async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
