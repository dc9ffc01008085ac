import { isContained } from '../formats/catalogue';
import type { Reader } from './reader';

/** What reads the header of one file. */
export type HeaderReader = Pick<Reader, 'run'>;

/**
 * The threads that open headers: one for most files, and one for those of formats whose reader is contained. There, a
 * file that hangs holds up none of the others.
 */
export class Readers {
  constructor(
    /** The thread for most files. */
    readonly usual: Reader,
    /** The other, which works in turn. */
    private readonly apart: Reader,
  ) {}

  /** The reader for a file, by its first bytes. */
  async for(path: string): Promise<HeaderReader> {
    return (await isContained(path)) ? this.apart : this.usual;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.usual.dispose(), this.apart.dispose()]);
  }
}
