import { BadInput } from '../../tensors/badInput';
import type { Source } from '../bytes';
import type { Stretch } from './values';

const block = 2 ** 20;

/**
 * Bytes that lie in a pickle as text, byte 128 to 255 as two bytes of UTF-8. Where the n-th one is, only reading tells:
 * the way there is read once and its milestones are kept, so that reading on costs nothing.
 */
export class Utf8Bytes implements Source {
  /** Position in the text of each block's first character, in characters and in bytes. */
  readonly #milestones: { readonly character: number; readonly byte: number }[] = [{ character: 0, byte: 0 }];

  constructor(private readonly text: Stretch) {}

  async read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const target = new Uint8Array(length);
    let milestone = this.#milestones.findLast(({ character }) => character <= position);
    while (milestone !== undefined && milestone.character < position + length) {
      const bytes = await this.#block(milestone.byte);
      if (bytes.length === 0) throw this.#bad('ends too early');
      const next = this.#decode(bytes, milestone, target, position);
      const last = this.#milestones.at(-1);
      if (last === undefined || next.byte > last.byte) this.#milestones.push(next);
      milestone = next;
    }
    return target;
  }

  async #block(at: number): Promise<Uint8Array> {
    const { source, offset, length } = this.text;
    return source.read(offset + at, Math.min(block, length - at));
  }

  /** Puts the characters of a block that belong to the target there. Where the block ends within one, it ends before it. */
  #decode(
    bytes: Uint8Array,
    from: { readonly character: number; readonly byte: number },
    target: Uint8Array,
    position: number,
  ): { readonly character: number; readonly byte: number } {
    let character = from.character - position;
    let i = 0;
    for (; i < bytes.length; i++, character++) {
      let value = bytes[i] ?? 0;
      if (value >= 0x80) {
        const follower = bytes[i + 1];
        if (follower === undefined && i > 0) break;
        if ((value !== 0xc2 && value !== 0xc3) || follower === undefined || follower >> 6 !== 2) {
          throw this.#bad('has a character that stands for no byte');
        }
        value = ((value & 3) << 6) | (follower & 0x3f);
        i++;
      }
      // Outside of the target, typed arrays ignore what is written.
      target[character] = value;
    }
    return { character: character + position, byte: from.byte + i };
  }

  #bad(what: string): BadInput {
    return new BadInput(`${this.text.where}: the text at byte ${this.text.offset} ${what}.`);
  }
}
