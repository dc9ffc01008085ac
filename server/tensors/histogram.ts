const mostBins = 64;
/** Narrower bins than this would have reciprocals beyond float64. */
const leastExponent = -1022;

/**
 * Counts values in equal-width bins in one pass, without knowing their range beforehand. Bins are as wide as a power
 * of two and begin at multiples of it; where values would need more than 64 bins, neighbours are merged. So the counts
 * are exact, and in the end about 32 to 64 bins span the values.
 */
export class Histogram {
  #bins = new Float64Array(mostBins);
  /** Bins are 2^exponent wide; undefined while all values were equal. */
  #exponent: number | undefined;
  /** Values lie in the bins that start at low * 2^exponent to high * 2^exponent. */
  #low = 0;
  #high = 0;
  #only = 0;
  #count = 0;

  /** Adds finite values; `min` and `max` are the least and the greatest of them. */
  add(values: Float64Array, min: number, max: number): void {
    if (values.length === 0) return;
    if (this.#count === 0) this.#only = min;
    if (this.#exponent === undefined && (min !== this.#only || max !== this.#only)) {
      this.#begin(Math.min(min, this.#only), Math.max(max, this.#only));
    }
    this.#count += values.length;
    if (this.#exponent === undefined) return;
    this.#include(min, max);
    const perUnit = 2 ** -this.#exponent;
    const low = this.#low;
    const bins = this.#bins;
    const { length } = values;
    // An index is twice as fast as an iterator here.
    for (let i = 0; i < length; i++) {
      const bin = Math.floor((values[i] ?? 0) * perUnit) - low;
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
  }

  /** Edges and counts; undefined without values, one bin of width 1 or more around them when all are equal. */
  result(): { edges: number[]; counts: number[] } | undefined {
    if (this.#count === 0) return undefined;
    if (this.#exponent === undefined) {
      const half = Math.max(0.5, Math.abs(this.#only) * 2 ** -20);
      return { edges: [this.#only - half, this.#only + half].map(toFinite), counts: [this.#count] };
    }
    const width = 2 ** this.#exponent;
    const counts = [...this.#bins.subarray(0, this.#high - this.#low + 1)];
    const edges = Array.from({ length: counts.length + 1 }, (_, i) => toFinite((this.#low + i) * width));
    return { edges, counts };
  }

  /** Chooses the width for the first values that are not all equal; those before were all `only`. */
  #begin(min: number, max: number): void {
    // Halved, because the difference itself may overflow.
    const spread = max / 2 - min / 2;
    let exponent = Math.max(leastExponent, Math.ceil(Math.log2(spread)) + 1 - Math.log2(mostBins));
    // Positions of bins must be exact integers.
    while (Math.max(Math.abs(min), Math.abs(max)) * 2 ** -exponent > 2 ** 52) exponent++;
    this.#exponent = exponent;
    this.#low = this.#high = Math.floor(this.#only * 2 ** -exponent);
    this.#bins[0] = this.#count;
  }

  #include(min: number, max: number): void {
    for (;;) {
      const perUnit = 2 ** -(this.#exponent ?? 0);
      const low = Math.min(this.#low, Math.floor(min * perUnit));
      const high = Math.max(this.#high, Math.floor(max * perUnit));
      if (high - low < mostBins) {
        if (low !== this.#low) this.#move(low, (position) => position);
        this.#high = high;
        return;
      }
      this.#move(Math.floor(this.#low / 2), (position) => Math.floor(position / 2));
      this.#high = Math.floor(this.#high / 2);
      this.#exponent = (this.#exponent ?? 0) + 1;
    }
  }

  /** Puts what is counted at each position to another one, in bins that begin at `low`. */
  #move(low: number, to: (position: number) => number): void {
    const moved = new Float64Array(mostBins);
    for (let position = this.#low; position <= this.#high; position++) {
      const bin = to(position) - low;
      moved[bin] = (moved[bin] ?? 0) + (this.#bins[position - this.#low] ?? 0);
    }
    this.#bins = moved;
    this.#low = low;
  }
}

function toFinite(edge: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, edge));
}
