/** Files as large as those people hold, of which next to nothing is written: they take no room on most file systems. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A folder for them. */
export class SparseFiles {
  constructor(private readonly folder: string) {}

  path(name: string): string {
    return join(this.folder, name);
  }

  /** A file that begins with `head` and is `size` bytes long, the rest never written. */
  whole(name: string, head: Uint8Array, size = head.length): string {
    return this.pieces(name, [{ bytes: head, gap: size - head.length }]);
  }

  /** Pieces one after the other, each with a gap behind it. */
  pieces(name: string, pieces: Iterable<{ readonly bytes: Uint8Array; readonly gap: number }>): string {
    const path = this.path(name);
    const file = openSync(path, 'w');
    let at = 0;
    for (const { bytes, gap } of pieces) {
      writeSync(file, bytes, 0, bytes.length, at);
      at += bytes.length + gap;
    }
    ftruncateSync(file, at);
    closeSync(file);
    return path;
  }
}
