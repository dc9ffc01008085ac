import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { BadInput } from '../tensors/badInput';
import { identityOf } from './bytes';
import { asBadInput } from './fileErrors';

/** A file in a folder that is looked through as a whole. */
export interface FileBelow {
  /** Where it is, from the folder on, with a slash after each folder. */
  readonly key: string;
  readonly path: string;
  /** Its true place, symbolic links of its own followed. */
  readonly realPath: string;
  readonly links: bigint;
  readonly size: number;
  /** Differs whenever its content may differ. */
  readonly stamp: string;
}

/**
 * All regular files in a folder and below, at most `most` of them, sorted: for worker threads only, because it does not
 * wait. Throws BadInput for more of them, and for a link to a folder, which may lead anywhere.
 */
export function filesBelow(folder: string, most: number): FileBelow[] {
  const files: FileBelow[] = [];
  const folders = [''];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    const path = `${folder}/${inside}`;
    try {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const [key, its] = [inside + entry.name, path + entry.name];
        if (entry.isDirectory()) folders.push(`${key}/`);
        else if (entry.isFile() || entry.isSymbolicLink()) {
          const stats = statSync(its, { bigint: true });
          if (stats.isDirectory())
            throw new BadInput(`${its} is a link to a folder, which is not followed: put the folder there.`);
          if (!stats.isFile()) continue;
          const realPath = entry.isSymbolicLink() ? realpathSync(its) : its;
          const stamp = identityOf(realPath, stats);
          files.push({ key, path: its, realPath, links: stats.nlink, size: Number(stats.size), stamp });
        }
        if (files.length + folders.length > most)
          throw new BadInput(`${folder} holds more than ${most} files, which are not looked through.`);
      }
    } catch (error) {
      throw asBadInput(error, path);
    }
  }
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A range of such a file: for worker threads only. Throws BadInput when it is no longer what it was. */
export function readBelow(
  { path, size, stamp, realPath }: FileBelow,
  position: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const changed = () => new BadInput(`${path} was changed or cut short while it was open: open it again.`);
  if (position + length > size) throw changed();
  const target = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (identityOf(realPath, fstatSync(descriptor, { bigint: true })) !== stamp) throw changed();
    for (let done = 0; done < length;) {
      const read = readSync(descriptor, target, done, length - done, position + done);
      if (read === 0) throw changed();
      done += read;
    }
    return target;
  } catch (error) {
    throw asBadInput(error, path);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
