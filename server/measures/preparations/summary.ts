/** What is known of many numbers from one run through them, some at a time. */
export class Summary {
  /** Infinite while there are none. */
  low = Infinity;
  high = -Infinity;
  sum = 0;
  count = 0;
  #origin = 0;
  /** The sum of the squares, each number less the origin. */
  #squares = 0;

  /** A number near the first ones: near their mean too, as a rule. */
  get origin(): number {
    return this.#origin;
  }

  /** The first piece should hold some numbers: their mean becomes the origin. */
  include(values: Float64Array): void {
    if (this.count === 0 && values.length > 0) {
      this.#origin = values.reduce((sum, value) => sum + value, 0) / values.length;
    }
    const origin = this.#origin;
    let [low, high, sum, squares] = [this.low, this.high, 0, 0];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
      squares += (value - origin) * (value - origin);
    }
    [this.low, this.high] = [low, high];
    this.sum += sum;
    this.#squares += squares;
    this.count += values.length;
  }

  /** Takes in `count` more numbers of which this much is known; `squares`: of the numbers less the origin. */
  add(count: number, [low, high, sum, squares]: readonly [number, number, number, number]): void {
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
    this.sum += sum;
    this.#squares += squares;
    this.count += count;
  }

  /**
   * The sum of the squares of the numbers less their mean, right to about 13 digits; NaN where the mean is so far from the
   * first numbers that more would be lost: then it takes another run.
   */
  get centredSquares(): number {
    const apart = this.sum / this.count - this.#origin;
    const lost = this.count * apart * apart;
    return lost <= 0.9 * this.#squares ? this.#squares - lost : NaN;
  }
}
