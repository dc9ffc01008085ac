import { basename, dirname, join } from 'node:path';

/** The name of a file for somebody who looks at another one: with its folder when both have the same name. */
export function fileName(path: string, beside: string): string {
  return basename(path) === basename(beside) ? join(basename(dirname(path)), basename(path)) : basename(path);
}

/** Whether two names differ in their digits only, as those of the steps of a run and of the same step of two runs. */
export function alikeInName(path: string, other: string): boolean {
  const words = (name: string): string => basename(name).replace(/\d+/g, '0');
  return words(path) === words(other);
}
