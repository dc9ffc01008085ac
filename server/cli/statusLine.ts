import type { WriteStream } from 'node:tty';

/** A last line of the terminal that says what is going on, until the answer takes its place. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** Where no person is looking (a pipe, a log) nothing is shown. */
export function statusLine(stream: Pick<WriteStream, 'isTTY' | 'write'>): StatusLine {
  let shown = false;
  return {
    show(text) {
      if (!stream.isTTY) return;
      stream.write(`\r\x1b[2K${text}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\x1b[2K');
      shown = false;
    },
  };
}
