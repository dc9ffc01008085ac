import { rename, rm } from 'node:fs/promises';
import { assertFree, writing } from './outPlace';

/** A file to write, and what it is called as long as it is not complete: in the same folder, a name that no other has. */
export interface Place {
  readonly out: string;
  readonly draft: string;
}

/** Writes drafts and puts them in their places: afterwards all files are there, after a failure none. Throws BadInput. */
export async function drafted<Result>(
  places: readonly Place[],
  write: () => Promise<Result>,
): Promise<Result> {
  const placed: string[] = [];
  try {
    for (const { out } of places) await assertFree(out);
    const result = await write();
    // Another may have written one meanwhile.
    for (const { out } of places) await assertFree(out);
    for (const { out, draft } of places) {
      await writing(out, () => rename(draft, out));
      placed.push(out);
    }
    return result;
  } catch (error) {
    for (const path of [...places.map(({ draft }) => draft), ...placed]) await rm(path, { force: true });
    throw error;
  }
}

/** Removes drafts, files or folders, as far as the file system lets it. */
export async function discard(drafts: readonly string[]): Promise<void> {
  await Promise.allSettled(drafts.map((draft) => rm(draft, { recursive: true, force: true })));
}
