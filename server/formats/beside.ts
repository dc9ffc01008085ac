import { dirname, join, sep } from 'node:path';
import { BadInput } from '../tensors/badInput';
import { Bytes } from './bytes';
import { realFolder } from './onDisk';

const longestName = 1024;

/**
 * A path that stands in a model file, if it leads to a file in the model's folder or below by plain names; undefined
 * for anything else.
 */
export function plainPath(location: string): string | undefined {
  const parts = location.replace(/^\.\//, '').split('/');
  const isPlain =
    location.length <= longestName &&
    !/[\\\p{Cc}]|^[a-z]:/iu.test(location) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return isPlain ? parts.join('/') : undefined;
}

/** Opens a file that belongs to a model, by a plain path from the model's folder. Throws BadInput. */
export async function openBeside(model: string, location: string): Promise<Bytes> {
  const folder = dirname(model);
  const file = await Bytes.open(join(folder, location));
  try {
    assertOwn(file, await realFolder(folder));
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Any bytes become numbers, so only files that are the model's own are read: in its folder, or where a link in a cache
 * of the Hugging Face Hub leads, `snapshots/<revision>/...` to `blobs/<hash>`.
 */
export function assertOwn(
  { path, realPath, links }: Pick<Bytes, 'path' | 'realPath' | 'links'>,
  folder: string,
): void {
  const [cache, ...rest] = folder.split(`${sep}snapshots${sep}`);
  const isBlob = rest.length > 0 && dirname(realPath) === join(cache ?? '', 'blobs');
  if (!isBlob && !realPath.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
    throw new BadInput(
      `${path} is a link to ${realPath}, outside the model folder: put a copy of the file there.`,
    );
  }
  if (links > 1n)
    throw new BadInput(`${path} has other names (hard links) elsewhere: put a copy of the file there.`);
}
