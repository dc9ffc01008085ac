import { betweenDiagonals } from '../../linalg/diagonal';
import { principalOverlapOf } from '../preparations/overlap';
import { type Spectrum, spectrum } from '../preparations/spectrum';
import type { Prepared } from '../prepared';

/**
 * The means of ridge CCA: Q = U diag(s (s^2 + kappa)^(-1/2)) takes the place of the orthonormal basis U, with kappa a
 * share of the largest eigenvalue s_1^2. Squared: ||Q^T Q'||_F^2 / (||Q Q^T||_F ||Q' Q'^T||_F), from CCA of
 * orthonormal bases at 0 to linear CKA at infinity; plain: ||Q^T Q'||_* / (||Q||_F ||Q'||_F), which ends in the
 * normalised Bures similarity. Kornblith et al. 2019, appendix D.
 */
export function ridgeMean(x: Prepared, y: Prepared, ridge: number, power: 1 | 2): number {
  const [left, right] = [x.get(spectrum), y.get(spectrum)];
  const [g, h] = [kept(left, ridge), kept(right, ridge)];
  const cross = betweenDiagonals(g.map(Math.sqrt), x.with(y, principalOverlapOf(true)), h.map(Math.sqrt));
  if (power === 2) return sumOf(cross.data, 2) / Math.sqrt(sumOf(g, 2)) / Math.sqrt(sumOf(h, 2));
  return sumOf(x.engine.singularValues(cross), 1) / Math.sqrt(sumOf(g, 1)) / Math.sqrt(sumOf(h, 1));
}

/** The share of its length that each left singular vector keeps, squared: s^2 / (s^2 + kappa). */
function kept({ s }: Spectrum, ridge: number): Float64Array {
  const largest = s[0] ?? 1;
  return s.map((value) => {
    const variance = (value / largest) ** 2;
    return variance / (variance + ridge);
  });
}

function sumOf(values: Float64Array, power: 1 | 2): number {
  return values.reduce((sum, value) => sum + (power === 1 ? value : value * value), 0);
}
