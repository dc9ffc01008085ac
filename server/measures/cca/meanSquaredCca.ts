import type { Measure } from '../measure';
import { pairCost } from './canonicalCorrelations';
import { ccaMetadata, compareMean } from './mean';

/**
 * Mean squared canonical correlation (Yanai's generalised coefficient of determination) of x [n x d] and y [n x e]:
 * the share of the smaller subspace that lies in the larger.
 */
export const meanSquaredCca: Measure = {
  ...ccaMetadata,
  id: 'cca.mean_sq',
  title: 'Mean squared CCA',
  formula: 'CCA² = (ρ₁² + … + ρ_D²) / D = ‖Uᵀ U′‖²_F / D,  U, U′ orthonormal bases of the centred inputs',
  tex: String.raw`\frac{1}{D} \sum_{i=1}^{D} \rho_i^2 = \frac{\lVert U^\top U' \rVert_F^2}{D}`,
  summary:
    'The share of the smaller subspace that lies within the larger, averaged over its directions. Like mean CCA it is ' +
    'blind to every invertible linear map; unrelated data of few rows score high.',
  cost: pairCost,
  compare: (x, y, parameters) => compareMean(x, y, parameters, 2),
};
