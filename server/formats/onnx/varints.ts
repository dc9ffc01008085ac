import { BadInput } from '../../tensors/badInput';
import { decode, elementBytes } from '../../tensors/decode';
import type { DType } from '../../tensors/dtype';
import type { Source } from '../bytes';
import type { Place } from '../place';
import type { Range } from './wire';

const pieceBytes = 2 ** 20;
const longestVarint = 10;

/**
 * Numbers of one to ten bytes each, one after the other, whose low bits are the elements: so ONNX lists integers,
 * booleans and the bits of small floats. There is no way to the n-th but over those before it: where the last reading
 * ended is remembered, so that reading in order goes over them once.
 * @param what names the list in a message; `count` is how many elements there must be
 */
export function varints(source: Source, what: string, range: Range, dtype: DType, count: number): Place {
  const size = elementBytes[dtype];
  let known = { element: 0, at: range.start };
  return {
    async read(first, wanted) {
      let { element, at } = first >= known.element ? known : { element: 0, at: range.start };
      const elements = new DataView(new ArrayBuffer(size * wanted));
      let low = 0;
      let high = 0;
      let digits = 0;
      while (element < first + wanted) {
        const piece = await source.read(at, Math.min(pieceBytes, range.end - at));
        if (piece.length === 0) throw new BadInput(`${what} ends after ${element} of ${count} numbers.`);
        let i = 0;
        for (; i < piece.length && element < first + wanted; i++) {
          const byte = piece[i] ?? 0;
          // Seven bits each, the lowest first; the fifth byte has four for the low word.
          if (digits < 4) low |= (byte & 127) << (7 * digits);
          else if (digits === 4) {
            low |= (byte & 15) << 28;
            high = (byte & 127) >> 4;
          } else if (digits < longestVarint) high |= (byte & 127) << (7 * digits - 32);
          else
            throw new BadInput(`${what} is damaged: number ${element} has more than ${longestVarint} bytes.`);
          digits++;
          if (byte > 127) continue;
          if (element >= first) put(elements, (element - first) * size, size, low, high);
          element++;
          low = high = digits = 0;
        }
        at += i;
      }
      if (element === count && at !== range.end)
        throw new BadInput(`${what} is longer than the ${count} numbers of its shape.`);
      known = { element, at };
      return decode(dtype, new Uint8Array(elements.buffer));
    },
  };
}

function put(target: DataView, at: number, size: number, low: number, high: number): void {
  if (size === 1) target.setUint8(at, low);
  else if (size === 2) target.setUint16(at, low, true);
  else target.setUint32(at, low, true);
  if (size === 8) target.setUint32(at + 4, high, true);
}
