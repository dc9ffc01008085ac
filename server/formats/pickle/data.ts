import { BadInput } from '../../tensors/badInput';
import type { Source } from '../bytes';
import { Window } from '../window';
import { Utf8Bytes } from './utf8Bytes';
import { Called, Stretch, type Value } from './values';

/** Bytes that a pickle holds in one of the ways in which Python writes them. */
export interface Data {
  readonly source: Source;
  /** How many bytes there are at least and at most; they differ where that is known only after reading. */
  readonly least: number;
  readonly most: number;
}

const latin1: ReadonlySet<Value> = new Set(['latin1', 'latin-1', 'iso-8859-1']);
const bytesNames: ReadonlySet<string> = new Set(['builtins.bytes', 'builtins.bytearray']);

/** undefined: the value is no bytes. */
export function dataOf(value: Value | undefined): Data | undefined {
  if (value instanceof Stretch && value.kind === 'bytes') {
    const { length } = value;
    return {
      source: new Window(value.where, value.source, value.offset, length),
      least: length,
      most: length,
    };
  }
  // Python 2 has no other bytes.
  if (typeof value === 'string') return held(value);
  if (!(value instanceof Called)) return undefined;
  const [content, encoding] = value.args;
  if (bytesNames.has(value.name)) {
    if (value.args.length === 0) return held('');
    return encoding === undefined || latin1.has(encoding) ? dataOf(content) : undefined;
  }
  // Before protocol 3, Python 3 writes bytes as text of one character a byte.
  if (value.name !== '_codecs.encode' || !latin1.has(encoding ?? 'latin1')) return undefined;
  if (typeof content === 'string') return held(content);
  if (!(content instanceof Stretch)) return undefined;
  const { length } = content;
  return { source: new Utf8Bytes(content), least: Math.ceil(length / 2), most: length };
}

/** Text of one character a byte; undefined when it has other characters. */
function held(text: string): Data | undefined {
  if (/[^\0-\xff]/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'latin1');
  return { source: heldSource(bytes), least: bytes.length, most: bytes.length };
}

/** Bytes in memory as a source. */
function heldSource(bytes: Uint8Array): Source {
  return {
    read: (position, length) => {
      const end = position + length;
      if (position < 0 || end > bytes.length) {
        throw new BadInput(
          `Bytes ${position} to ${end} of a string in a pickle are needed, and it has ${bytes.length}.`,
        );
      }
      // A copy: who reads owns the memory.
      return Promise.resolve(new Uint8Array(bytes.subarray(position, end)));
    },
  };
}
