import type { Engine } from '../../linalg/engine';
import { inverseCholesky } from '../../linalg/inverseCholesky';
import { type Matrix, zeros } from '../../linalg/matrix';
import { transpose } from '../../linalg/transpose';

/**
 * What is added to the squared singular values of unit neurons: directions in which a set of them reaches less than
 * about 3e-5 count as out of its span, the rounding of their Gram matrix among them.
 */
const leastReach = 1e-9;

/** One side of a match under way. */
interface Side {
  /** Products of the unit neurons of this side with each other, and with those of the other side. */
  readonly own: Matrix;
  readonly cross: Matrix;
  /** The neurons that are left. */
  kept: readonly number[];
  /** Their distances from the span of what is left of the other side; null where that has changed since. */
  residuals: readonly number[] | null;
}

/**
 * The epsilon-match of two sets of neurons, as epsilon falls: it only loses members then, so that each match is found
 * within the one before. A pair of subsets is an epsilon-match where no neuron of either is further than epsilon times
 * its length from the span of the other.
 */
export class NeuronMatch {
  private constructor(
    private readonly engine: Engine,
    private readonly sides: readonly [Side, Side],
  ) {}

  /** All neurons but those of length 0. Gram matrices and products [d x e] of neurons of length 1, or 0. */
  static of(engine: Engine, x: Matrix, y: Matrix, cross: Matrix): NeuronMatch {
    const nonZero = (own: Matrix): number[] =>
      Array.from({ length: own.rows }, (_, j) => j).filter((j) => (own.data[j * (own.rows + 1)] ?? 0) > 0.5);
    return new NeuronMatch(engine, [
      { own: x, cross, kept: nonZero(x), residuals: null },
      { own: y, cross: transpose(cross), kept: nonZero(y), residuals: null },
    ]);
  }

  copy(): NeuronMatch {
    const [x, y] = this.sides;
    return new NeuronMatch(this.engine, [{ ...x }, { ...y }]);
  }

  /** How many neurons are left of each side. */
  get sizes(): readonly [number, number] {
    return [this.sides[0].kept.length, this.sides[1].kept.length];
  }

  /** The largest distance of a neuron that is left from the span of the other side. */
  furthest(): number {
    return Math.max(...this.#residuals(0), ...this.#residuals(1), 0);
  }

  /** Removes neurons until what is left is the largest match for an epsilon no larger than those before. */
  shrink(epsilon: number): void {
    for (let clean = 0, side: 0 | 1 = 0; clean < 2; side = side === 0 ? 1 : 0) {
      const residuals = this.#residuals(side);
      const here = this.sides[side];
      const near = residuals.map((residual) => residual <= epsilon);
      if (!near.includes(false)) {
        clean++;
        continue;
      }
      clean = 1;
      here.kept = here.kept.filter((_, k) => near[k] === true);
      here.residuals = residuals.filter((_, k) => near[k] === true);
      this.sides[side === 0 ? 1 : 0].residuals = null;
    }
  }

  #residuals(side: 0 | 1): readonly number[] {
    const [here, other] = [this.sides[side], this.sides[side === 0 ? 1 : 0]];
    here.residuals ??= distances(this.engine, other, here.kept);
    return here.residuals;
  }
}

/** The distances of neurons of length 1 on the other side from the span of what is left of this one. */
function distances(engine: Engine, { own, cross, kept }: Side, of: readonly number[]): readonly number[] {
  if (kept.length === 0 || of.length === 0) return of.map(() => 1);
  const whitening = whiteningOf(engine, part(own, kept, kept));
  const inside = engine.multiply(whitening, part(cross, kept, of));
  const squares = new Float64Array(of.length);
  for (let i = 0, at = 0; i < inside.rows; i++) {
    for (let k = 0; k < of.length; k++, at++) squares[k] = (squares[k] ?? 0) + (inside.data[at] ?? 0) ** 2;
  }
  return Array.from(squares, (square) => Math.sqrt(Math.max(0, 1 - square)));
}

/** L^-1 of G = L L^T with a little more on the diagonal, as much as makes the factorisation safe. */
function whiteningOf(engine: Engine, gram: Matrix): Matrix {
  for (let more = leastReach; ; more *= 10) {
    const data = gram.data.slice();
    for (let at = 0; at < data.length; at += gram.cols + 1) data[at] = (data[at] ?? 0) + more;
    const inverse = inverseCholesky(engine, { ...gram, data }, more / 4);
    if (inverse !== null) return inverse;
  }
}

function part(m: Matrix, rows: readonly number[], cols: readonly number[]): Matrix {
  const copy = zeros(rows.length, cols.length);
  let at = 0;
  for (const i of rows) for (const j of cols) copy.data[at++] = m.data[i * m.cols + j] ?? 0;
  return copy;
}
