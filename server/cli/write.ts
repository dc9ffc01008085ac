import type { Writable } from 'node:stream';

/**
 * Writes all of the text and resolves when it has left the process, so that an exit cuts nothing off. A reader that
 * has closed the pipe (`nnsim ... | head`) has what it wanted: that is no error.
 */
export function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (error && !('code' in error && error.code === 'EPIPE')) reject(error);
      else resolve();
    };
    // The callback reports the failure too; without a listener the error event would end the process.
    stream.on('error', settle);
    if (text === '') resolve();
    else stream.write(text, settle);
  });
}
