/** The bits of numbers as unsigned integers of the same order, and where each number stood. */
export interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly position: Uint32Array;
}

const digits = 1 << 16;
const block = 2 ** 20;

/**
 * The values in ascending order, equal ones in the order they stood in. Finite values only; `poll` is called between
 * blocks of them. Holds 24 bytes a value. A radix sort over the bits: there are millions of values, and comparing takes several times as long. The keys move
 * with their positions, because reading them where they were is what costs.
 */
export function sortedKeys(values: Float64Array, poll: () => void): Keys {
  let from = keysOf(values, poll);
  let to = emptyKeys(values.length);
  for (const shift of [0, 16, 32, 48]) {
    const source = shift < 32 ? from.low : from.high;
    const starts = new Uint32Array(digits + 1);
    for (let k = 0; k < source.length; k++) {
      if (k % block === 0) poll();
      const after = (((source[k] ?? 0) >>> (shift % 32)) & (digits - 1)) + 1;
      starts[after] = (starts[after] ?? 0) + 1;
    }
    for (let digit = 1; digit <= digits; digit++)
      starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
    for (let k = 0; k < source.length; k++) {
      if (k % block === 0) poll();
      const digit = ((source[k] ?? 0) >>> (shift % 32)) & (digits - 1);
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      to.high[at] = from.high[k] ?? 0;
      to.low[at] = from.low[k] ?? 0;
      to.position[at] = from.position[k] ?? 0;
    }
    [from, to] = [to, from];
  }
  return from;
}

function keysOf(values: Float64Array, poll: () => void): Keys {
  const keys = emptyKeys(values.length);
  const one = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < values.length; i++) {
    if (i % block === 0) poll();
    // Adding 0 makes -0 and 0 one number.
    one.setFloat64(0, (values[i] ?? 0) + 0);
    const [high, low] = [one.getUint32(0), one.getUint32(4)];
    const negative = high >= 0x80000000;
    keys.high[i] = negative ? ~high : high | 0x80000000;
    keys.low[i] = negative ? ~low : low;
    keys.position[i] = i;
  }
  return keys;
}

function emptyKeys(count: number): Keys {
  return { high: new Uint32Array(count), low: new Uint32Array(count), position: new Uint32Array(count) };
}

/** Whether the numbers at two places of the sorted order are equal. */
export function sameKey({ high, low }: Keys, i: number, j: number): boolean {
  return high[i] === high[j] && low[i] === low[j];
}
