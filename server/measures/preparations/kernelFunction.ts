import type { Prepared } from '../prepared';
import { centred } from './centred';
import { dot } from '../../linalg/dot';
import { medianOfMirrored } from './median';

/**
 * A kernel of two instances x and y once columns are centred:
 * linear: x . y;
 * polynomial: (x . y / s + offset)^degree, s being the mean squared length of the instances;
 * rbf: exp(-||x - y||^2 / (2 (bandwidth m)^2)), m being the median distance;
 * distance: -||x - y||, of which distance covariance is the HSIC (Sejdinovic et al. 2013).
 */
export type KernelFunction =
  | { readonly kind: 'linear' | 'distance' }
  | { readonly kind: 'polynomial'; readonly degree: number; readonly offset: number }
  | { readonly kind: 'rbf'; readonly bandwidth: number; readonly median: Median };

/** What the median is over: all n x n distances with the zeros of the diagonal, or those off it. */
export type Median = 'all' | 'offdiagonal';

/** Different for different kernels. */
export function kernelId(kernel: KernelFunction): string {
  return Object.values(kernel).join(' ');
}

/** Whether a kernel is a function of squared distances; otherwise it is one of inner products. */
export function ofDistances({ kind }: KernelFunction): boolean {
  return kind === 'rbf' || kind === 'distance';
}

/**
 * The unit in which a kernel takes inner products or squared distances: it makes the kernel independent of the scale
 * of the data. `blocks` are packed symmetric matrices of squared distances. Not positive where there is no such unit.
 */
export function unitOf(
  kernel: KernelFunction,
  of: Prepared,
  blocks: readonly { readonly packed: Float64Array; readonly n: number }[],
): number {
  if (kernel.kind === 'rbf') {
    return medianOfMirrored(blocks, kernel.median === 'all', () => of.engine.poll());
  }
  if (kernel.kind !== 'polynomial') return 1;
  const { data } = of.get(centred);
  return dot(data, data) / of.n;
}

/** From inner products or squared distances in the given unit to kernel values, in place; returns the largest size. */
export function applyKernel(
  kernel: KernelFunction,
  values: Float64Array,
  unit: number,
  poll: () => void,
): number {
  const step = 2 ** 19;
  let largest = 0;
  for (let from = 0; from < values.length; from += step) {
    poll();
    const part = values.subarray(from, from + step);
    evaluate(kernel, part, unit);
    for (const value of part) {
      const size = Math.abs(value);
      if (size > largest) largest = size;
    }
  }
  return largest;
}

function evaluate(kernel: KernelFunction, values: Float64Array, unit: number): void {
  switch (kernel.kind) {
    case 'linear':
      return;
    case 'distance':
      for (let i = 0; i < values.length; i++) values[i] = -Math.sqrt(values[i] ?? 0);
      return;
    case 'rbf': {
      const factor = -1 / (2 * kernel.bandwidth * kernel.bandwidth * unit);
      for (let i = 0; i < values.length; i++) values[i] = Math.exp((values[i] ?? 0) * factor);
      return;
    }
    case 'polynomial':
      for (let i = 0; i < values.length; i++) {
        const base = (values[i] ?? 0) / unit + kernel.offset;
        let power = base;
        for (let k = 1; k < kernel.degree; k++) power *= base;
        values[i] = power;
      }
  }
}
