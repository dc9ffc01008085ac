import type { Address } from './kernels';
import { type Work, multiplyInPlace } from './product';

/** Reflectors applied at once. */
const blockReflectors = 64;

/** Float64 entries needed to apply reflectors of n entries to `rows` vectors, by area. */
export function backTransformationAreas(n: number, rows: number) {
  const block = blockReflectors;
  return {
    reflectors: block * n,
    overlaps: block * block,
    triangle: block * block,
    left: rows * block,
    right: rows * block,
  };
}

export type BackTransformationAddresses = Record<keyof ReturnType<typeof backTransformationAreas>, Address>;

/** Householder reflectors H_0 ... H_{count - 1} of order n, stored as rows. */
export interface Reflectors {
  /** Row c holds v_c from column c + shift on, where it has its 1; what is left of that is ignored. */
  readonly at: Address;
  readonly stride: number;
  readonly tau: Address;
  readonly n: number;
  readonly count: number;
  readonly shift: number;
}

/**
 * Replaces every row y of a matrix by H_0 H_1 ... H_{count - 1} y, in blocks I - V^T T V (Schreiber and Van Loan 1989)
 * so that nearly all of the work is matrix products.
 */
export function applyReflectors(
  work: Work,
  h: Reflectors,
  rows: number,
  target: Address,
  stride: number,
  at: BackTransformationAddresses,
): void {
  const { heap } = work;
  const tau = heap.doubles(h.tau, h.count);
  const blocks = Math.ceil(h.count / blockReflectors);
  for (let block = blocks - 1; block >= 0; block--) {
    const first = block * blockReflectors;
    const count = Math.min(blockReflectors, h.count - first);
    const length = h.n - first - h.shift;
    const source = heap.doubles(h.at, h.stride * (h.count - 1) + h.n);
    const v = heap.doubles(at.reflectors, count * length);
    for (let i = 0; i < count; i++) {
      const from = (first + i) * h.stride + first + h.shift;
      v.fill(0, i * length, i * length + i);
      v.set(source.subarray(from + i, from + length), i * length + i);
      v[i * length + i] = 1;
    }
    const V = { at: at.reflectors, stride: length };
    const overlaps = heap.doubles(at.overlaps, count * count).fill(0);
    multiplyInPlace(
      work,
      [count, count, length],
      1,
      V,
      { ...V, transposed: true },
      { at: at.overlaps, stride: count },
    );
    triangularFactor(overlaps, tau.subarray(first, first + count), heap.doubles(at.triangle, count * count));

    const columns = { at: target + 8 * (first + h.shift), stride };
    const narrow = { stride: count };
    heap.doubles(at.left, rows * count).fill(0);
    heap.doubles(at.right, rows * count).fill(0);
    const left = { at: at.left, ...narrow };
    const right = { at: at.right, ...narrow };
    multiplyInPlace(work, [rows, count, length], 1, columns, { ...V, transposed: true }, left);
    multiplyInPlace(
      work,
      [rows, count, count],
      1,
      left,
      { at: at.triangle, ...narrow, transposed: true },
      right,
    );
    multiplyInPlace(work, [rows, length, count], -1, right, V, columns);
  }
}

/** The upper triangular T with H_0 H_1 ... = I - V^T T V (rows of V the reflectors), from the products v_i . v_j. */
export function triangularFactor(overlaps: Float64Array, tau: Float64Array, to: Float64Array): void {
  const count = tau.length;
  to.fill(0);
  for (let i = 0; i < count; i++) {
    const t = tau[i] ?? 0;
    to[i * count + i] = t;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let l = j; l < i; l++) sum += (to[j * count + l] ?? 0) * (overlaps[l * count + i] ?? 0);
      to[j * count + i] = -t * sum;
    }
  }
}
