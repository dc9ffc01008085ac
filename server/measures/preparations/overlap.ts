import type { Matrix } from '../../linalg/matrix';
import type { PairPreparation, Prepared } from '../prepared';
import { basisOf } from './basis';
import { crossProduct } from './crossProduct';
import { float64 } from './float64';
import { type Basis, spectrumOf } from './spectrum';

/** Q^T Q' [r x q] of the orthonormal bases of x and y, which may be turned within their spans. */
export function overlapOf(centre: boolean): PairPreparation<Matrix> {
  const basis = basisOf(centre);
  return {
    id: `overlap ${centre ? 'centred' : 'raw'}`,
    make: (x, y) => {
      const [left, right] = [x.get(basis), y.get(basis)];
      // Without whitening the bases are the left singular vectors.
      const principal = left.whitening === null && right.whitening === null;
      return principal ? x.with(y, principalOverlapOf(centre)) : overlap(x, y, left, right, centre);
    },
  };
}

/** U^T U' [r x q] of the left singular vectors of x and y, both by falling singular value. */
export function principalOverlapOf(centre: boolean): PairPreparation<Matrix> {
  const spectrum = spectrumOf(centre);
  return {
    id: `principalOverlap ${centre ? 'centred' : 'raw'}`,
    make: (x, y) => overlap(x, y, x.get(spectrum), y.get(spectrum), centre),
  };
}

/** The canonical correlations of a pair, largest first, within [0, 1]: the singular values of the overlap. */
export const canonicalCorrelations: PairPreparation<Float64Array> = {
  id: 'canonicalCorrelations',
  make: (x, y) => x.engine.singularValues(x.with(y, overlapOf(true))).map((rho) => Math.min(1, rho)),
};

/** Q^T Q' from X^T Y where both bases are as good as their columns, otherwise over all rows once more. */
function overlap(x: Prepared, y: Prepared, left: Basis, right: Basis, centre: boolean): Matrix {
  const { engine } = x;
  const [w, z] = [left.whitening, right.whitening];
  const cross =
    w !== null && z !== null
      ? x.with(y, crossProduct(centre))
      : engine.multiply(
          w === null ? left.vectors() : x.get(float64(centre)),
          z === null ? right.vectors() : y.get(float64(centre)),
          { transposeA: true },
        );
  const half = w === null ? cross : engine.multiply(w, cross);
  return z === null ? half : engine.multiply(half, z, { transposeB: true });
}
