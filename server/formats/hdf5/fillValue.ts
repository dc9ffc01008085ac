import type { Cursor } from './cursor';
import { type Message, messageTypes } from './objectHeader';

/** In the third version, among its flags: when it is written, and whether there is one. */
const [timeShift, hasValue] = [2, 0x20];
/** It is told, and never written nor read. */
const neverUsed = 1;

/**
 * The bytes of an element that was never written, of so many; undefined: all are zero. Throws BadInput when it is of
 * another length.
 */
export function readFill(
  messages: readonly Message[],
  open: (message: Message) => Cursor,
  elementBytes: number,
): Uint8Array<ArrayBuffer> | undefined {
  const find = (wanted: number): Message | undefined => messages.find(({ type }) => type === wanted);
  const [recent, old] = [find(messageTypes.fill), find(messageTypes.oldFill)];
  const message = recent ?? old;
  if (message === undefined) return undefined;
  const cursor = open(message);
  if (recent !== undefined && !isUsed(cursor)) return undefined;
  const size = cursor.u32();
  if (size === 0) return undefined;
  const value = Uint8Array.from(cursor.take(size));
  if (value.every((byte) => byte === 0)) return undefined;
  if (size !== elementBytes)
    cursor.fail(`has elements of ${elementBytes} bytes, and ${size} for one that was never written`);
  return value;
}

/** Whether what comes next is the length of a value that is read where nothing is. */
function isUsed(cursor: Cursor): boolean {
  const version = cursor.u8();
  if (version < 3) {
    cursor.passOver(1);
    const time = cursor.u8();
    // In the first version a length is there in any case.
    return cursor.u8() !== 0 && time !== neverUsed;
  }
  const flags = cursor.u8();
  return (flags & hasValue) !== 0 && ((flags >> timeShift) & 3) !== neverUsed;
}
