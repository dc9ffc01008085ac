import type { Engine } from '../engine';
import { zeros } from '../matrix';
import { type Block, type Float, floats, leastExact, type Products } from './products';

/** Sides of the product that must come out right: 64 wide, and no two sides equal, so that none can be mixed up. */
const [m, n, k] = [64, 48, 56];
/** Largest difference allowed: roundings of sums of 56 products of numbers below 1, and no coarser type. */
const tolerance: Readonly<Record<Float, number>> = { float32: 1e-5, float64: 1e-13 };
/** Side of the products that are timed: some 2 ms, so that some are timed whole on a machine that does other things too. */
const side = 256;
const rounds = 12;

/** Fractions with no pattern that a mistake could keep. */
const entry = (i: number, j: number, seed: number): number => ((i * 37 + j * 101 + seed) % 127) / 127 - 0.5;

/** What is wrong with the products of a library, in all transpositions, as a clause; undefined: nothing. */
export function faultOf(products: Products, type: Float): string | undefined {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const a = block(type, m, k, transposeA, (i, p) => entry(i, p, 1));
      const b = block(type, k, n, transposeB, (p, j) => entry(p, j, 2));
      // Numbers that are no result, and a few behind the end that must stay.
      const guarded = floats(type, m * n + 8).fill(777);
      products.multiply(type, a, b, { transposeA, transposeB, m, n, k }, guarded.subarray(0, m * n));
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let p = 0; p < k; p++) sum += Math.fround(entry(i, p, 1)) * Math.fround(entry(p, j, 2));
          const off = Math.abs((guarded[i * n + j] ?? NaN) - sum);
          if (!(off <= tolerance[type])) return `its ${type} products are wrong by ${off.toPrecision(2)}`;
        }
      }
      if (guarded.subarray(m * n).some((value) => value !== 777)) return 'it writes past its result';
    }
  }
  return undefined;
}

/** Shapes of products of equal rows, with rests after tiles of any size: heights, widths, and terms of a sum. */
const heights = [48, 1, 7] as const;
const widths = [300, leastExact, 65, 129] as const;
const depths = [5, 300, 1500] as const;

/**
 * Whether a library sums the terms of every entry the same way, so that equal rows have bitwise equal products wherever
 * they stand and however many there are: three rows, over and over again, by the same three.
 */
export function hasExactRows(products: Products, type: Float): boolean {
  for (const k of depths) {
    const rows = (count: number): Block => {
      const data = floats(type, count * k);
      for (let i = 0; i < count; i++)
        for (let p = 0; p < k; p++) data[i * k + p] = Math.sin((i % 3) * 1000 + p);
      return { data, rows: count, cols: k };
    };
    const all = rows(Math.max(...widths));
    const some = (count: number): Block => ({ ...all, data: all.data.subarray(0, count * k), rows: count });
    const expected = new Float64Array(9).fill(NaN);
    for (const m of heights) {
      for (const n of widths) {
        const out = floats(type, m * n);
        products.multiply(type, some(m), some(n), { transposeA: false, transposeB: true, m, n, k }, out);
        for (const [at, value] of out.entries()) {
          const [i, j] = [Math.floor(at / n) % 3, (at % n) % 3];
          const pair = 3 * Math.min(i, j) + Math.max(i, j);
          if (Number.isNaN(expected[pair] ?? NaN)) expected[pair] = value;
          else if (expected[pair] !== value) return false;
        }
      }
    }
  }
  return true;
}

/** Multiplications and additions a second of a library. It has multiplied in this type before. */
export function rateOf(products: Products, type: Float): number {
  const a = block(type, side, side, false, (i, j) => entry(i, j, 3));
  const out = floats(type, side * side);
  const shape = { transposeA: true, transposeB: false, m: side, n: side, k: side };
  return rate(() => products.multiply(type, a, a, shape, out));
}

/** The same of our own kernels, which take longer and are warm already. */
export function ownRate(own: Engine, type: Float): number {
  const a = zeros(side, side);
  a.data.forEach((_, at) => (a.data[at] = entry(at, 0, 3)));
  return rate(() => own.multiply(a, a, { transposeA: true, precision: type }));
}

function rate(product: () => unknown): number {
  let best = Infinity;
  let spent = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    product();
    best = Math.min(best, performance.now() - start);
    spent += performance.now() - start;
    // One round may have been interrupted; what three have shown to be slow need not be known better.
    if (spent > 100 && round >= 2) break;
  }
  return (2 * side ** 3) / (Math.max(best, 0.01) / 1000);
}

/** Entries as float32 has them, so that both types have the same right answer. */
function block(
  type: Float,
  rows: number,
  cols: number,
  transposed: boolean,
  value: (i: number, j: number) => number,
): Block {
  const [height, width] = transposed ? [cols, rows] : [rows, cols];
  const data = floats(type, rows * cols);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) data[i * width + j] = Math.fround(transposed ? value(j, i) : value(i, j));
  }
  return { data, rows: height, cols: width };
}
