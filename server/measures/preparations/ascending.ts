/** Numbers in ascending order. */
export interface Ascending {
  /** For the k-th number in order: at 2 k + 1 where it stood; 2 k is for the sorting itself. */
  readonly items: Uint32Array;
  /** 1 where the k-th number equals the one before it. */
  readonly tied: Uint8Array;
}

const digits = 1 << 11;
const block = 2 ** 20;
/** Longest run of equal keys that is sorted by insertion. */
const shortRun = 24;

/**
 * The order of finite values, equal ones in the order they stood in. There are millions, and comparing takes several
 * times as long: each value becomes a whole number below 2^32 by its place between the smallest and the largest, these
 * are sorted digit by digit, and the few values that share one are sorted among themselves. Holds 17 bytes a value;
 * `poll` is called between blocks of them.
 */
export function ascending(values: Float64Array, poll: () => void): Ascending {
  const count = values.length;
  let from: Uint32Array = keysOf(values, poll);
  let to: Uint32Array = new Uint32Array(2 * count);
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array(digits + 1);
    for (let k = 0; k < count; k++) {
      const after = (((from[2 * k] ?? 0) >>> shift) & (digits - 1)) + 1;
      starts[after] = (starts[after] ?? 0) + 1;
    }
    poll();
    // All in one place: nothing to move.
    if (starts.includes(count)) continue;
    for (let digit = 1; digit <= digits; digit++)
      starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
    for (let k = 0; k < count; k++) {
      if (k % block === 0) poll();
      const key = from[2 * k] ?? 0;
      const digit = (key >>> shift) & (digits - 1);
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      to[2 * at] = key;
      to[2 * at + 1] = from[2 * k + 1] ?? 0;
    }
    [from, to] = [to, from];
  }
  return { items: from, tied: sortEqualKeys(from, values, poll) };
}

/** For each value its key, which never is less for a greater value, and its position. */
function keysOf(values: Float64Array, poll: () => void): Uint32Array {
  const keys = new Uint32Array(2 * values.length);
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  poll();
  // A power of two that keeps the range from overflowing and its inverse too.
  const unit = high / 4 - low / 4 > 2 ** 1000 ? 2 ** -4 : high - low < 2 ** -900 ? 2 ** 900 : 1;
  const range = high * unit - low * unit;
  const factor = range > 0 ? (2 ** 32 - 1) / range : 0;
  for (let k = 0; k < values.length; k++) {
    if (k % block === 0) poll();
    keys[2 * k] = ((values[k] ?? 0) * unit - low * unit) * factor;
    keys[2 * k + 1] = k;
  }
  return keys;
}

/** Sorts the values of each key in place, and says which equal the one before. */
function sortEqualKeys(items: Uint32Array, values: Float64Array, poll: () => void): Uint8Array {
  const count = values.length;
  const tied = new Uint8Array(count);
  const valueAt = (k: number): number => values[items[2 * k + 1] ?? 0] ?? 0;
  for (let first = 0, end = 0; first < count; first = end) {
    if (first >> 18 !== end >> 18) poll();
    end = first + 1;
    while (end < count && items[2 * end] === items[2 * first]) end++;
    if (end - first === 1) continue;
    if (end - first <= shortRun) insert(items, values, first, end);
    else sortRun(items, values, first, end, poll);
    for (let k = first + 1; k < end; k++) if (valueAt(k) === valueAt(k - 1)) tied[k] = 1;
  }
  return tied;
}

function insert(items: Uint32Array, values: Float64Array, first: number, end: number): void {
  for (let k = first + 1; k < end; k++) {
    const position = items[2 * k + 1] ?? 0;
    const value = values[position] ?? 0;
    let at = k;
    while (at > first && (values[items[2 * at - 1] ?? 0] ?? 0) > value) {
      items[2 * at + 1] = items[2 * at - 1] ?? 0;
      at--;
    }
    items[2 * at + 1] = position;
  }
}

/** A long run: sorted anew within its own range, unless all are equal. */
function sortRun(
  items: Uint32Array,
  values: Float64Array,
  first: number,
  end: number,
  poll: () => void,
): void {
  const positions = Uint32Array.from({ length: end - first }, (_, k) => items[2 * (first + k) + 1] ?? 0);
  const run = Float64Array.from(positions, (position) => values[position] ?? 0);
  if (run.every((value) => value === run[0])) return;
  const sorted = ascending(run, poll).items;
  for (let k = 0; k < positions.length; k++) {
    items[2 * (first + k) + 1] = positions[sorted[2 * k + 1] ?? 0] ?? 0;
  }
}
