import { access, constants, lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInput } from '../tensors/badInput';

const reasons = new Map([
  ['ENOENT', 'its folder does not exist'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EACCES', 'you lack the permission'],
  ['EPERM', 'you lack the permission'],
  ['EROFS', 'the disk can only be read'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'your share of the disk is used up'],
  ['EFBIG', 'the disk takes no file so large'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

/** Does something that writes a file at this path. Throws BadInput where the file system does not let it. */
export async function writing<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const isOfFiles = error instanceof Error && 'syscall' in error && 'code' in error;
    if (!isOfFiles || typeof error.code !== 'string') throw error;
    throw new BadInput(`${path} cannot be written: ${reasons.get(error.code) ?? error.code}.`);
  }
}

/** Throws BadInput where a new file cannot be: there is one already, or a link or a folder, or nothing may be written. */
export async function assertFree(path: string): Promise<void> {
  await writing(path, async () => {
    if (await isTaken(path))
      throw new BadInput(`${path} is there already: name another file, or remove it first.`);
    await access(dirname(path), constants.W_OK);
  });
}

async function isTaken(path: string): Promise<boolean> {
  try {
    // Not what a link leads to: one that leads nowhere is in the way, too.
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
