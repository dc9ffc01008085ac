import { type Engine, type EngineChoice, type Precision, usualPrecision } from '../engine';
import type { AnyMatrix, Matrix } from '../matrix';
import { blockedGram, blockedProduct, type Blocking, exactProduct, ProductFailure } from './blocked';
import { type Float, type Products, typeOf } from './products';

/** An accelerator and how fast it is. */
export interface Chosen {
  readonly products: Products;
  /** Multiplications and additions a second. */
  readonly rate: number;
  /** Whether it was seen to keep what `exactRows` asks for. */
  readonly exactRows: boolean;
}

export interface Acceleration {
  readonly id: EngineChoice;
  /** What multiplies numbers of a type; null: our own kernels. Asked with the first product that is large enough. */
  choose(type: Float): Chosen | null;
  /** An accelerator failed in the middle; it is to be chosen no more. */
  failed(chosen: Chosen, why: string): void;
  /** Multiplications and additions from which a product is worth an accelerator. */
  readonly from: number;
}

/** Time between two polls, in seconds: cancelling is promised within 50 ms, and larger blocks are faster. */
const pollEvery = 0.035;

/**
 * An engine whose large products come from an accelerator, and everything else from `own`. Which of the two computes
 * a product depends on its size alone, so that results do not depend on what was computed before.
 */
export function createAcceleratedEngine(own: Engine, acceleration: Acceleration): Engine {
  const poll = (): void => own.poll();

  function accelerated(
    operations: number,
    precision: Precision,
    exactRows: boolean,
    compute: (products: Products, blocking: Blocking) => Matrix,
  ): Matrix | null {
    if (operations < acceleration.from) return null;
    const type = typeOf(precision);
    const chosen = acceleration.choose(type);
    if (chosen === null || (exactRows && !chosen.exactRows)) return null;
    try {
      return compute(chosen.products, { type, poll, operations: chosen.rate * pollEvery });
    } catch (error) {
      // A cancelled job ends; a library that fails is replaced.
      if (!(error instanceof ProductFailure)) throw error;
      acceleration.failed(chosen, error.message);
      return null;
    }
  }

  return {
    ...own,
    id: acceleration.id,
    rowsFasterFrom: acceleration.from,
    multiply(a, b, options = {}) {
      const { transposeA = false, transposeB = false, precision = usualPrecision(a, b) } = options;
      const { exactRows = false, partOf = 0, into } = options;
      const [m, k] = transposeA ? [a.cols, a.rows] : [a.rows, a.cols];
      const [n, depth] = transposeB ? [b.rows, b.cols] : [b.cols, b.rows];
      const left = { matrix: a, depthIsRows: transposeA };
      const right = { matrix: b, depthIsRows: !transposeB };
      const operations = exactRows ? partOf : 2 * m * n * k;
      const result =
        k !== depth
          ? null
          : accelerated(operations, precision, exactRows, (products, blocking) =>
              exactRows
                ? exactProduct(products, left, right, blocking, into)
                : blockedProduct(products, left, right, blocking, into),
            );
      return result ?? own.multiply(a, b, options);
    },
    gram(x: AnyMatrix, of: 'columns' | 'rows', precision: Precision = usualPrecision(x, x)) {
      const operations = x.rows * x.cols * (of === 'columns' ? x.cols : x.rows);
      const operand = { matrix: x, depthIsRows: of === 'columns' };
      const result = accelerated(operations, precision, false, (products, blocking) =>
        blockedGram(products, operand, blocking),
      );
      return result ?? own.gram(x, of, precision);
    },
  };
}
