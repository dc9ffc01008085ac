/** Check sums of 32 bits by tables of a polynomial, which is given reflected. */

/** The check sum of `bytes` after what `before` is the check sum of. Unsigned. */
type CheckSum = (bytes: Uint8Array, before?: number) => number;

/** CRC-32 of zip archives. RFC 1952, section 8. */
export const crc32 = checkSumBy(0xedb88320);

/** CRC-32C of TensorFlow. RFC 3720, section 12.1. */
export const crc32c = checkSumBy(0x82f63b78);

/** The tables are made when a sum is asked for: most files have none. */
function checkSumBy(polynomial: number): CheckSum {
  let tables: Tables | undefined;
  return (bytes, before = 0) => checkSum((tables ??= makeTables(polynomial)), bytes, before);
}

function checkSum([t0, t1, t2, t3]: Tables, bytes: Uint8Array, before: number): number {
  const length = bytes.length;
  let crc = ~before;
  let i = 0;
  // Four bytes a step, by one table each.
  for (; i + 3 < length; i += 4) {
    crc ^=
      (bytes[i] ?? 0) |
      ((bytes[i + 1] ?? 0) << 8) |
      ((bytes[i + 2] ?? 0) << 16) |
      ((bytes[i + 3] ?? 0) << 24);
    crc =
      (t3[crc & 0xff] ?? 0) ^
      (t2[(crc >>> 8) & 0xff] ?? 0) ^
      (t1[(crc >>> 16) & 0xff] ?? 0) ^
      (t0[crc >>> 24] ?? 0);
  }
  for (; i < length; i++) crc = (t0[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

type Tables = readonly [Int32Array, Int32Array, Int32Array, Int32Array];

function makeTables(polynomial: number): Tables {
  const first = new Int32Array(256).map((_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  const next = (table: Int32Array): Int32Array => table.map((crc) => (first[crc & 0xff] ?? 0) ^ (crc >>> 8));
  const second = next(first);
  const third = next(second);
  return [first, second, third, next(third)];
}
