import { BadInput } from '../tensors/badInput';
import type { Source } from './bytes';

/** A range of a source, read as if it were a file of its own. */
export class Window implements Source {
  /**
   * @param where what the range is, for messages
   * @param start its first byte in `source`, `size` how many bytes it has; the caller has checked that they are there
   */
  constructor(
    private readonly where: string,
    private readonly source: Source,
    private readonly start: number,
    readonly size: number,
  ) {}

  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (position < 0 || position + length > this.size) {
      throw new BadInput(
        `${this.where} is cut short or damaged: bytes ${position} to ${position + length} are needed, and it has ${this.size}.`,
      );
    }
    return this.source.read(this.start + position, length);
  }
}
