import { isContained } from '../formats/catalogue';
import type { Reader } from './reader';

/** Runs the tasks of one thread one after the other. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly reader: Reader) {}

  readonly run: Reader['run'] = (kind, input, options) => {
    const turn = this.#last.then(() => this.reader.run(kind, input, options));
    this.#last = turn.catch(() => undefined);
    return turn;
  };
}

/** What reads the header of one file. */
export type HeaderReader = Pick<Reader, 'run'>;

/**
 * The threads that open headers: one for most files, and one for those of formats whose reader is contained. There, a
 * file that hangs holds up none of the others; one after the other, so that it is known which one hangs.
 */
export class Readers {
  readonly #contained: Turns;

  constructor(
    /** The thread for most files. */
    readonly usual: Reader,
    private readonly apart: Reader,
  ) {
    this.#contained = new Turns(apart);
  }

  /** The reader for a file, by its first bytes. */
  async for(path: string): Promise<HeaderReader> {
    return (await isContained(path)) ? this.#contained : this.usual;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.usual.dispose(), this.apart.dispose()]);
  }
}
