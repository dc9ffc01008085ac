import { createHash } from 'node:crypto';
import { BadInput } from '../tensors/badInput';

/** A short text that is another one whenever one of these is. */
export function stampOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Throws BadInput where somebody goes on with what these files were before: `known` is the stamp of that, if there is one. */
export function assertSame(stamp: string, known: string | undefined, paths: readonly string[]): void {
  if (known === undefined || known === stamp) return;
  const changed = `${paths.join(' or ')} has changed on disk`;
  throw new BadInput(`${changed} while it was being worked on: start again.`);
}
