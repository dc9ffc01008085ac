import type { Measure } from '../measure';
import { pairCost } from './canonicalCorrelations';
import { ccaMetadata, compareMean, denominatorParameter, ridgeParameter } from './mean';

/**
 * Mean canonical correlation of x [n x d] and y [n x e].
 * Hotelling 1936; by singular values of orthonormal bases: Bjorck, Golub 1973.
 */
export const meanCca: Measure = {
  ...ccaMetadata,
  id: 'cca.mean',
  title: 'Mean CCA',
  range: () => [0, 1],
  identity: () => 1,
  parameters: [denominatorParameter, ridgeParameter],
  formula:
    'mean CCA = (ρ₁ + … + ρ_D) / D,  ρ = singular values of Uᵀ U′ for orthonormal bases U, U′ of the centred inputs',
  tex: String.raw`\frac{1}{D} \sum_{i=1}^{D} \rho_i, \quad \rho = \sigma(U^\top U')`,
  summary:
    'Asks how well the best-matching directions of the two subspaces correlate, all directions counting alike, however ' +
    'little variance they hold. Blind to every invertible linear map, and so sensitive to noise directions.',
  cost: pairCost,
  compare: (x, y, parameters) => compareMean(x, y, parameters, 1),
};
