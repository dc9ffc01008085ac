import { decode, isDType } from '../../tensors/decode';
import { type Content, countOf } from './attributeMessage';

/** The first numbers of elements as texts, exactly; undefined: they are none that are read. */
export function numbersOf(content: Content, most: number): readonly string[] | undefined {
  const { dtype, unreadable, size, littleEndian } = content.type;
  if (unreadable !== undefined || !isDType(dtype)) return undefined;
  const count = Math.min(countOf(content), most);
  const bytes = Uint8Array.from(content.bytes.subarray(0, count * size));
  if (dtype !== 'int64' && dtype !== 'uint64') return Array.from(decode(dtype, bytes, littleEndian), String);
  const view = new DataView(bytes.buffer);
  return Array.from({ length: count }, (_, i) =>
    String(
      dtype === 'int64' ? view.getBigInt64(8 * i, littleEndian) : view.getBigUint64(8 * i, littleEndian),
    ),
  );
}
