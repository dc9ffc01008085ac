import { BadInput } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import type { Fields } from './fields';
import { longestRow } from './sample';

const readAtOnce = 2 ** 19;

/**
 * Splits one row after the other from byte `from` of a file on, and hands each on where it lies: `fields` has its fields
 * as positions in `bytes`; it is in [at, next) of them, and `position` is where they lie in the file. Ends with the file,
 * or when `visit` says false. Throws BadInput for a row without end.
 */
export async function walk(
  file: Bytes,
  fields: Fields,
  from: number,
  visit: (bytes: Uint8Array, at: number, next: number, position: number) => boolean,
): Promise<void> {
  let buffer = new Uint8Array(Math.min(readAtOnce, Math.max(1, file.size - from)));
  let held = 0;
  for (let position = from; ;) {
    const wanted = Math.min(buffer.length - held, file.size - position - held);
    await file.readInto(buffer.subarray(held, held + wanted), position + held);
    held += wanted;
    const last = position + held === file.size;
    let at = 0;
    for (;;) {
      const next = fields.split(buffer, at, held, last);
      if (next < 0) break;
      if (!visit(buffer, at, next, position)) return;
      at = next;
    }
    if (last) return;
    if (at === 0 && held === buffer.length) buffer = larger(file, buffer, position);
    else buffer.copyWithin(0, at, held);
    held -= at;
    position += at;
  }
}

function larger(file: Bytes, buffer: Uint8Array<ArrayBuffer>, position: number): Uint8Array<ArrayBuffer> {
  if (buffer.length >= longestRow) {
    throw new BadInput(
      `${file.path}: the row at byte ${position} is longer than ${longestRow} bytes: a line end or a closing quote is missing.`,
    );
  }
  const grown = new Uint8Array(Math.min(2 * buffer.length, longestRow));
  grown.set(buffer);
  return grown;
}
