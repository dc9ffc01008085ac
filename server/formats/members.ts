import { quoted } from '../tensors/badInput';
import type { Bytes, Source } from './bytes';
import { Inflated } from './inflated';
import { Window } from './window';
import type { Member } from './zip';

/** Streams that stay where they are between reads. A stream has some 200 KB. */
const streamsKept = 8;

/** The members of one archive as sources; of the deflated ones, those read last keep their streams. */
export class Members {
  #open: Inflated[] = [];

  constructor(private readonly bytes: Bytes) {}

  /** What messages call a member. */
  where({ name }: Member): string {
    return `${this.bytes.path}: member ${quoted(name)}`;
  }

  /** The bytes of a member, inflated where it is deflated. */
  source(member: Member): Source {
    const where = this.where(member);
    if (!member.deflated) return new Window(where, this.bytes, member.offset, member.size);
    const inflated = new Inflated(where, { ...member, source: this.bytes });
    return {
      read: async (position, length) => {
        if (this.#open.at(-1) !== inflated) await this.#use(inflated);
        return inflated.read(position, length);
      },
    };
  }

  /** Gives the memory of the streams back; the next read of a deflated member starts from its beginning. */
  async release(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((member) => member.release()));
  }

  async #use(member: Inflated): Promise<void> {
    this.#open = [...this.#open.filter((other) => other !== member), member];
    if (this.#open.length > streamsKept) await this.#open.shift()?.release();
  }
}
