import { rm } from 'node:fs/promises';

/** Scores files that a job has just made, where nothing was before; removes them where that fails, so that the command can be given again. */
export async function keepWhenScored<Result>(
  files: readonly string[],
  score: () => Promise<Result>,
): Promise<Result> {
  try {
    return await score();
  } catch (error) {
    await Promise.all(files.map((file) => rm(file, { force: true })));
    throw error;
  }
}
