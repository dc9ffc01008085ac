import { BadInput } from '../tensors/badInput';

const reasons = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist: a part of its path is no folder'],
  ['EACCES', 'may not be read: you lack the permission'],
  ['EPERM', 'may not be read: you lack the permission'],
  ['ELOOP', 'is a symbolic link that leads in a circle'],
  ['ENAMETOOLONG', 'does not exist: the name is too long'],
  ['EMFILE', 'cannot be opened: too many files are open'],
  ['EIO', 'cannot be read: the disk reports an error'],
]);

/** What the file system says, as a sentence; anything that is not from the file system stays what it is. */
export function asBadInput(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code === 'ERR_INVALID_ARG_VALUE')
    return new BadInput(`${JSON.stringify(path)} is no path of a file.`);
  return new BadInput(`${path} ${reasons.get(error.code) ?? `cannot be read (${error.code})`}.`);
}

/** What the file system says something is. */
interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
}

/** Throws BadInput for anything but a regular file. */
export function assertRegular(path: string, stats: Kind): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory() ? 'a folder' : stats.isFIFO() ? 'a named pipe' : 'a device or socket';
  throw new BadInput(`${path} is ${kind}, not a file: choose a model file.`);
}
