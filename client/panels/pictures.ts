import type { PictureMessage } from '../../webviews/messages';

export type Picture = PictureMessage;

const limitMilliseconds = 15_000;

/** Pictures are drawn by the page: asks it and waits for the answer. */
export class Pictures {
  private waiting: { readonly format: Picture['format']; readonly done: (data: string) => void }[] = [];

  constructor(private readonly askPage: (format: Picture['format']) => void) {}

  /** Bytes of the picture file. Rejects when the page does not answer, for instance because it was closed. */
  async ask(format: Picture['format']): Promise<Uint8Array> {
    const data = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((one) => one !== waiting);
        reject(new Error('The comparison panel did not draw the picture; show the panel and export again.'));
      }, limitMilliseconds);
      const waiting = {
        format,
        done: (drawn: string) => {
          clearTimeout(timer);
          resolve(drawn);
        },
      };
      this.waiting.push(waiting);
      this.askPage(format);
    });
    return Buffer.from(data, format === 'png' ? 'base64' : 'utf8');
  }

  /** A page that has just been made knows nothing of what was asked before. */
  askAgain(): void {
    for (const { format } of this.waiting) this.askPage(format);
  }

  arrived({ format, data }: Picture): void {
    const first = this.waiting.find((one) => one.format === format);
    this.waiting = this.waiting.filter((one) => one !== first);
    first?.done(data);
  }
}
