import type { ParameterValues } from '../../protocol';
import { choiceOf, flagOf, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { dissimilarities } from '../preparations/dissimilarities';
import { float64 } from '../preparations/float64';
import { magnitude } from '../preparations/magnitude';
import { scatter } from '../preparations/scatter';
import { forProducts } from '../preparations/turned';
import { commonSpaceCost } from './gramDifference';
import { euclideanNorm, linearNorm } from './rsmNorms';

/**
 * The norm of the difference of two representational similarity matrices, those of x [n x d] and y [n x e].
 * Linear kernel and Frobenius norm: Yin, Shen, NeurIPS 2018 (there for embeddings); Euclidean: Shahbazi et al. 2021.
 */
export const rsmNorm: Measure = {
  id: 'rsm.norm',
  version: 2,
  title: 'Norm of RSM difference',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, Infinity],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: false,
    invertibleLinear: false,
    translation: !isLinear(parameters) || flagOf(parameters, 'centre'),
    affine: false,
  }),
  needs: { rows: 1, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'inner',
      kind: 'choice',
      default: 'linear',
      choices: ['linear', 'euclidean'],
      summary: 'How two instances are compared: by their inner product or their Euclidean distance.',
    },
    {
      name: 'norm',
      kind: 'choice',
      default: 'frobenius',
      choices: ['frobenius', 'spectral'],
      summary: 'The root of the sum of squares of all n x n entries, or the largest absolute eigenvalue.',
    },
    {
      name: 'centre',
      only: { parameter: 'inner', value: 'linear' },
      kind: 'flag',
      default: false,
      summary: 'Subtract each column’s mean first, so that shifting all instances changes nothing.',
    },
  ],
  deterministic: () => true,
  formula: 'm = ‖S − S′‖,  S = RRᵀ or Sᵢⱼ = ‖Rᵢ − Rⱼ‖;  Frobenius: √(‖RᵀR‖²_F + ‖R′ᵀR′‖²_F − 2 ‖RᵀR′‖²_F)',
  tex: String.raw`\lVert S - S' \rVert, \quad S = XX^\top \text{ or } S_{ij} = \lVert x_i - x_j \rVert_2; \qquad \lVert XX^\top - YY^\top \rVert_F^2 = \lVert X^\top X \rVert_F^2 + \lVert Y^\top Y \rVert_F^2 - 2 \lVert X^\top Y \rVert_F^2`,
  summary:
    'How far apart the two similarity matrices are, entry by entry, without any normalisation: differences of overall ' +
    'size count, and pairs of instances far from the rest count most.',
  caveats: [
    'It grows with the number of rows and the size of the activations: compare values of the same rows only.',
    'The code of the ReSi benchmark takes Euclidean distances and the spectral norm: inner: euclidean, norm: spectral.',
    'Some code takes the norm of the lower triangle only: that is the Frobenius norm over √2.',
    'inner: euclidean needs all pairs of rows: it holds n² / 2 distances of each input, and with norm: spectral the n × n matrix, whose eigenvalues take a time that grows with n³.',
  ],
  reference: {
    text: 'Yin, Shen: On the Dimensionality of Word Embedding, NeurIPS 2018; Shahbazi et al., NeuroImage 239, 2021.',
    url: 'https://arxiv.org/abs/1812.04224',
  },
  uninformative: (n, _d, _e, parameters) =>
    n === 1 && (!isLinear(parameters) || flagOf(parameters, 'centre'))
      ? 'is 0 for any single row: more rows are needed'
      : null,
  secondMoments: (parameters) => (isLinear(parameters) ? 'norms' : null),
  preparations: (parameters) => {
    if (!isLinear(parameters)) return [magnitude, centred, shifted, dissimilarities('euclidean')];
    const centre = flagOf(parameters, 'centre');
    return isSpectral(parameters)
      ? [magnitude, float64(centre)]
      : [magnitude, ...forProducts(centre), scatter(centre)];
  },
  cost(n, d, e, parameters) {
    const spectral = isSpectral(parameters);
    if (!isLinear(parameters)) {
      return { operations: 10 * n * n + (spectral ? 4 * n ** 3 : 0), bytes: spectral ? 16 * n * n : 0 };
    }
    if (!spectral && n >= Math.max(d, e)) return { operations: 2 * n * d * e, bytes: 8 * d * e };
    const { operations, bytes } = commonSpaceCost(n, d, e);
    return { operations: operations + (spectral ? 4 * Math.min(n, d + e) ** 3 : 0), bytes };
  },
  compare(x, y, parameters) {
    const spectral = isSpectral(parameters);
    return isLinear(parameters)
      ? linearNorm(x, y, flagOf(parameters, 'centre'), spectral)
      : ok(euclideanNorm(x, y, spectral));
  },
};

function isLinear(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'inner') === 'linear';
}

function isSpectral(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'norm') === 'spectral';
}
