import { randomFrom, shuffle } from '../../linalg/random';
import type { Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { applyKernel, kernelId, ofDistances, unitOf, type KernelFunction } from './kernelFunction';
import { centrePacked, packedLength, selfProductOf } from './packed';

/** How the instances are dealt out: each pass splits all of them into batches of equal size, at most `size`. */
export interface Dealing {
  readonly size: number;
  readonly passes: number;
  readonly seed: number;
}

/** The U-centred kernel matrix of one batch, packed. */
export interface Batch {
  readonly packed: Float64Array;
  readonly n: number;
  /** Its squared Frobenius norm; 0 where it is nothing but rounding. */
  readonly selfProduct: number;
}

/**
 * The kernel matrices of minibatches, pass after pass; the same seed deals the same rows to the batches of any input of
 * n rows. The kernel's unit (see kernelFunction.ts) is that of the distances within the batches of the first pass. Null
 * when there is none. n >= 4, size >= 8: no batch then has fewer than 4 rows.
 */
export function minibatches(
  kernel: KernelFunction,
  dealing: Dealing,
): Preparation<readonly (readonly Batch[])[] | null> {
  const { size, passes, seed } = dealing;
  return {
    id: `minibatches ${kernelId(kernel)} ${size} ${passes} ${seed}`,
    cost: (n, d) => {
      const pairs = passes * n * Math.min(n, size);
      return { operations: pairs * (1.5 * d + 500), bytes: 4 * pairs + 8 * Math.min(n, size) * d };
    },
    make: (of) => {
      const poll = (): void => of.engine.poll();
      const x = of.get(centred);
      const random = randomFrom(seed);
      const order = Uint32Array.from({ length: of.n }, (_, i) => i);
      // A single batch holds all rows in every pass.
      const dealt = Array.from({ length: of.n <= size ? 1 : passes }, () => {
        shuffle(order, random);
        return split(order, size).map((rows) => {
          const products = of.engine.gram(rowsOf(x, rows), 'rows');
          return { packed: packedPairs(products, ofDistances(kernel)), n: rows.length };
        });
      });
      const unit = unitOf(kernel, of, dealt[0] ?? []);
      if (!(unit > 0)) return null;
      const finish = ({ packed, n }: { packed: Float64Array; n: number }): Batch => {
        const largest = applyKernel(kernel, packed, unit, poll);
        centrePacked(packed, n, 'U', poll);
        return { packed, n, selfProduct: selfProductOf(packed, n, largest, poll) };
      };
      return dealt.map((pass) => pass.map(finish));
    },
  };
}

/** Runs of (nearly) equal length, none longer than `size`. */
function split(order: Uint32Array, size: number): readonly Uint32Array[] {
  const count = Math.ceil(order.length / size);
  const start = (k: number): number => Math.floor((k * order.length) / count);
  return Array.from({ length: count }, (_, k) => order.slice(start(k), start(k + 1)));
}

function rowsOf({ cols, data }: Matrix, rows: Uint32Array): Matrix {
  const picked = { rows: rows.length, cols, data: new Float64Array(rows.length * cols) };
  rows.forEach((row, i) => picked.data.set(data.subarray(row * cols, (row + 1) * cols), i * cols));
  return picked;
}

/** The lower triangle of the products, or of the squared distances they give. */
function packedPairs({ rows: n, data }: Matrix, distances: boolean): Float64Array {
  const packed = new Float64Array(packedLength(n));
  const norm = (i: number): number => data[i * (n + 1)] ?? 0;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, at++) {
      const product = data[i * n + j] ?? 0;
      packed[at] = !distances ? product : i === j ? 0 : Math.max(0, norm(i) + norm(j) - 2 * product);
    }
  }
  return packed;
}
