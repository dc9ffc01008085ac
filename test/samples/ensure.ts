import { mkdirSync } from 'node:fs';
import { writeSamples, type Trained } from './samples';
import { isUpToDate, removeStamp, writeStamp } from './stamp';

/** Where samples lie when nothing else is said: in the project's root, out of version control. */
export const samplesFolder = 'samples';

/**
 * Trains the sample networks into the folder (half a minute) unless they are there already. Gives the files written;
 * none when nothing was to be done.
 */
export function ensureSamples(
  folder = samplesFolder,
  options: { readonly force?: boolean; readonly onRun?: (trained: Trained, seconds: number) => void } = {},
): readonly string[] {
  if (options.force !== true && isUpToDate(folder)) return [];
  mkdirSync(folder, { recursive: true });
  removeStamp(folder);
  const files = writeSamples(folder, options.onRun ?? (() => undefined));
  writeStamp(folder, files);
  return files;
}
