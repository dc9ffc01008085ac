import { BadInput, quoted } from '../../tensors/badInput';
import type { Batch } from './batches';
import type { Field } from './schema';

const viewBytes = 16;
/** Texts up to this length stand in their view. */
const longestInside = 12;
/** Bytes of texts read at once: views may all show the same long one. */
const mostText = 2 ** 28;
/** Bytes between texts that are read with them rather than one text after the other. */
const mostBetween = 2 ** 20;

/** A text that lies in a buffer of its column. */
interface Shown {
  readonly row: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The texts of rows [first, first + count) of a column of views, each of which says in which of the column's buffers its
 * text lies, and where; empty for missing ones. Format: arrow.apache.org/docs/format/Columnar.html. Throws BadInput.
 * @param isThere whether a row is, counted from the first
 */
export async function readViews(
  batch: Batch,
  field: Field,
  first: number,
  count: number,
  isThere: (row: number) => boolean,
): Promise<string[]> {
  const { source } = await batch.buffer(field, 1);
  const bytes = Buffer.from(await source.read(first * viewBytes, count * viewBytes));
  const texts = Array.from({ length: count }, () => '');
  const byBuffer = new Map<number, Shown[]>();
  let total = 0;
  for (let row = 0; row < count; row++) {
    if (!isThere(row)) continue;
    const at = row * viewBytes;
    const length = bytes.readInt32LE(at);
    if (length < 0) throw damaged(batch, field);
    if (length <= longestInside) {
      texts[row] = bytes.toString('utf8', at + 4, at + 4 + length);
      continue;
    }
    total += length;
    const buffer = bytes.readInt32LE(at + 8);
    const shown = byBuffer.get(buffer) ?? [];
    shown.push({ row, offset: bytes.readInt32LE(at + 12), length });
    byBuffer.set(buffer, shown);
  }
  if (total > mostText)
    throw new BadInput(
      `${batch.file.path}: column ${quoted(field.name)} has ${total} bytes of text in ${count} rows, and at most ${mostText} are read at once: shorten the texts.`,
    );
  for (const [buffer, shown] of byBuffer) await readShown(batch, field, buffer, shown, texts);
  return texts;
}

/** Puts the texts that lie in one buffer where they belong: those close together are read together. */
async function readShown(
  batch: Batch,
  field: Field,
  buffer: number,
  shown: Shown[],
  texts: string[],
): Promise<void> {
  if (buffer < 0 || buffer >= (await batch.shownBuffers(field))) throw damaged(batch, field);
  const { source, size } = await batch.buffer(field, 2 + buffer);
  if (shown.some(({ offset, length }) => offset < 0 || offset + length > size)) throw damaged(batch, field);
  shown.sort((a, b) => a.offset - b.offset);
  for (let next = 0; next < shown.length;) {
    const start = shown[next]?.offset ?? 0;
    let [end, last] = [start, next];
    for (; last < shown.length; last++) {
      const { offset, length } = shown[last] ?? { offset: 0, length: 0 };
      if (offset > end + mostBetween) break;
      end = Math.max(end, offset + length);
    }
    const bytes = Buffer.from(await source.read(start, end - start));
    for (const { row, offset, length } of shown.slice(next, last))
      texts[row] = bytes.toString('utf8', offset - start, offset - start + length);
    next = last;
  }
}

function damaged(batch: Batch, field: Field): BadInput {
  return new BadInput(
    `${batch.file.path}: column ${quoted(field.name)} is damaged: a text lies outside of it.`,
  );
}
