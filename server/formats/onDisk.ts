import { opendir, realpath, stat } from 'node:fs/promises';
import { asBadInput } from './fileErrors';

/** Whether something is under a path. */
export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** What makes a folder a model is rarely behind so many names. */
const mostNames = 10_000;

/** The names in a folder, 10,000 at most. Throws BadInput for one that may not be read. */
export async function listFolder(path: string): Promise<ReadonlySet<string>> {
  try {
    const names = new Set<string>();
    for await (const { name } of await opendir(path)) if (names.add(name).size >= mostNames) break;
    return names;
  } catch (error) {
    throw asBadInput(error, path);
  }
}

/** The true place of a folder, symbolic links followed. Throws BadInput. */
export async function realFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw asBadInput(error, path);
  }
}
