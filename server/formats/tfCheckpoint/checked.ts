import { BadInput } from '../../tensors/badInput';
import type { Source } from '../bytes';
import { crc32c } from '../crc32';
import { masked } from './table';

/**
 * Bytes with a check sum. Whoever reads them from the first to the last in order, as a scan does, learns with the last
 * ones whether they are what was written.
 */
export class Checked implements Source {
  /** Read in order up to here, and the sum of that. */
  #at = 0;
  #sum = 0;

  /**
   * @param what names the bytes in a message
   * @param sum their masked CRC-32C
   */
  constructor(
    private readonly what: () => string,
    private readonly source: Source,
    private readonly offset: number,
    private readonly size: number,
    private readonly sum: number,
  ) {}

  async read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.source.read(this.offset + position, length);
    if (position === 0) this.#at = this.#sum = 0;
    if (position !== this.#at) return bytes;
    this.#at += length;
    this.#sum = crc32c(bytes, this.#sum);
    if (this.#at === this.size && masked(this.#sum) !== this.sum)
      throw new BadInput(`${this.what()} does not match its check sum (CRC-32C): copy or download it again.`);
    return bytes;
  }
}
