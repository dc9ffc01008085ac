import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { shifted } from './shifted';
import { applyKernel, kernelId, ofDistances, unitOf, type KernelFunction } from './kernelFunction';
import { centrePacked, packedLength, packedTrace, selfProductOf, type Centring } from './packed';
import { forEachLowerBlockOfDistances, forEachLowerBlockOfProducts, type Visit } from './pairwise';

/** A centred kernel matrix, packed (see packed.ts). */
export interface CentredKernel {
  readonly packed: Float64Array;
  /** The squared Frobenius norm (all n x n entries); 0 where it is nothing but rounding. */
  readonly selfProduct: number;
  readonly trace: number;
}

/**
 * The kernel matrix of all instances, double-centred or U-centred (n >= 4). Null when the kernel has no unit: for rbf,
 * when more than half of the distances the bandwidth is the median of are zero.
 */
export function centredKernel(kernel: KernelFunction, centring: Centring): Preparation<CentredKernel | null> {
  return {
    id: `centredKernel ${kernelId(kernel)} ${centring}`,
    cost: (n, d) => ({
      operations: n * n * d + (kernel.kind === 'rbf' ? 650 : 350) * n * n,
      // While the median is found a second triangle is held.
      bytes: (kernel.kind === 'rbf' ? 8 : 4) * n * n,
    }),
    make: (of) => {
      const poll = (): void => of.engine.poll();
      const packed = packedPairs(of, ofDistances(kernel));
      const unit = unitOf(kernel, of, [{ packed, n: of.n }]);
      if (!(unit > 0)) return null;
      const largest = applyKernel(kernel, packed, unit, poll);
      centrePacked(packed, of.n, centring, poll);
      const selfProduct = selfProductOf(packed, of.n, largest, poll);
      return { packed, selfProduct, trace: packedTrace(packed, of.n) };
    },
  };
}

/** Inner products or squared distances of all pairs of centred rows, in the unit of the centred matrix. */
function packedPairs(of: Prepared, distances: boolean): Float64Array {
  const packed = new Float64Array(packedLength(of.n));
  const keep: Visit = (first, rows, block) => {
    const width = first + rows;
    for (let i = 0; i < rows; i++) {
      const row = first + i;
      packed.set(block.subarray(i * width, i * width + row + 1), packedLength(row));
    }
  };
  if (distances) forEachLowerBlockOfDistances(of.engine, of.get(shifted), keep);
  else forEachLowerBlockOfProducts(of.engine, of.get(centred), keep);
  return packed;
}
