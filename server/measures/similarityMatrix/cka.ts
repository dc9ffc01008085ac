import type { ParameterValues } from '../../protocol';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome } from '../measure';
import { centred } from '../preparations/centred';
import { linearKernel } from '../preparations/linearKernel';
import { magnitude } from '../preparations/magnitude';
import { packedProduct, rbfKernel, type Estimator, type Median } from '../preparations/rbfKernel';
import { constantReason } from '../preparations/variation';
import type { Prepared } from '../prepared';
import { debiasedProduct, kernelProduct } from './hsic';

/** Below this share of ||K||_F^2 the debiased self-similarity is rounding of zero. */
const negligible = 1e-12;

/**
 * Centred kernel alignment of x [n x d] and y [n x e]: HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L)).
 * Kornblith, Norouzi, Lee, Hinton: Similarity of neural network representations revisited, ICML 2019; the debiased
 * estimator follows Song et al. 2012 and Szekely and Rizzo 2014.
 */
export const cka: Measure = {
  id: 'rsm.cka',
  version: 2,
  title: 'CKA',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'similarity',
  range: (parameters) => [choiceOf(parameters, 'estimator') === 'debiased' ? -1 : 0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: true,
    affine: false,
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'kernel',
      kind: 'choice',
      default: 'linear',
      choices: ['linear', 'rbf'],
      summary: 'linear compares covariances; rbf gives nearby instances more weight.',
    },
    {
      name: 'estimator',
      kind: 'choice',
      default: 'biased',
      choices: ['biased', 'debiased'],
      summary:
        'biased is the usual definition; debiased removes the lift that few rows give, and may be negative.',
    },
    {
      name: 'bandwidth',
      only: { parameter: 'kernel', value: 'rbf' },
      kind: 'number',
      default: 0.8,
      min: 1e-3,
      max: 1e3,
      summary: 'Width of the rbf kernel as a fraction of the median distance between instances.',
    },
    {
      name: 'median',
      only: { parameter: 'kernel', value: 'rbf' },
      kind: 'choice',
      default: 'all',
      choices: ['all', 'offdiagonal'],
      summary:
        'Which distances the rbf median is over: all n x n with the zeros of the diagonal, or without them.',
    },
  ],
  deterministic: () => true,
  formula:
    'CKA = HSIC(K, L) / √(HSIC(K, K) · HSIC(L, L)),  HSIC(K, L) = tr(K H L H) / (n − 1)²,  H = I − 11ᵀ/n',
  tex: String.raw`\frac{\mathrm{HSIC}(K, L)}{\sqrt{\mathrm{HSIC}(K, K)\, \mathrm{HSIC}(L, L)}}, \quad \mathrm{HSIC}(K, L) = \frac{\operatorname{tr}(K H L H)}{(n-1)^2}, \quad H = I - \tfrac{1}{n} \mathbf{1}\mathbf{1}^\top`,
  summary:
    'Compares which instances lie near which, by centred kernel matrices. Directions of large variance decide it; what ' +
    'happens in directions of small variance hardly shows. Widths may differ.',
  caveats: [
    'The biased estimator is high for unrelated data when there are few rows for the columns: look at the chance level, or use the debiased one.',
    'A few instances far from the rest can decide the value on their own.',
    'A high value does not mean that what depends on low-variance directions is kept.',
    'CKA itself breaks the triangle inequality; its arc cosine obeys it (biased estimator).',
    "median: all is the rule of the original paper's code; it takes the zero self-distances in.",
  ],
  reference: {
    text: 'Kornblith, Norouzi, Lee, Hinton: Similarity of Neural Network Representations Revisited, ICML 2019.',
    url: 'https://arxiv.org/abs/1905.00414',
  },
  obstacle: (n, _d, _e, parameters) =>
    choiceOf(parameters, 'estimator') === 'debiased' && n < 4
      ? `needs at least 4 rows to be debiased: ${n} given`
      : null,
  uninformative: (n) => (n === 2 ? 'is 1 for any two rows that differ: more rows are needed' : null),
  rowsAdvised: (d, e, parameters) =>
    choiceOf(parameters, 'estimator') === 'biased' && choiceOf(parameters, 'kernel') === 'linear'
      ? Math.max(d, e)
      : 0,
  preparations: (parameters) => [
    magnitude,
    centred,
    choiceOf(parameters, 'kernel') === 'linear' ? linearKernel : rbfOf(parameters),
  ],
  cost: (n, d, e, parameters) => {
    if (choiceOf(parameters, 'kernel') === 'rbf') return { operations: 16 * n * n, bytes: 0 };
    if (d > n && e > n) return { operations: 20 * n * n, bytes: 0 };
    if (d > n || e > n) return { operations: 2 * n * n * Math.min(d, e), bytes: 8 * n * Math.min(d, e) };
    return { operations: 2 * n * d * e, bytes: 8 * d * e };
  },
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    return choiceOf(parameters, 'kernel') === 'linear' ? linear(x, y, parameters) : rbf(x, y, parameters);
  },
};

function linear(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const k = x.get(linearKernel);
  const l = y.get(linearKernel);
  const product = kernelProduct(x.engine, k, l);
  if (choiceOf(parameters, 'estimator') === 'biased') {
    return ok(product / Math.sqrt(k.selfProduct) / Math.sqrt(l.selfProduct), { chance: chanceOf(k, l, x.n) });
  }
  const selfK = debiasedProduct(k.selfProduct, k, k);
  const selfL = debiasedProduct(l.selfProduct, l, l);
  if (selfK <= negligible * k.selfProduct) return noVariation('first');
  if (selfL <= negligible * l.selfProduct) return noVariation('second');
  return ok(debiasedProduct(product, k, l) / Math.sqrt(selfK) / Math.sqrt(selfL), { chance: 0 });
}

function rbf(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const preparation = rbfOf(parameters);
  const k = x.get(preparation);
  const l = y.get(preparation);
  if (k === null) return noBandwidth('first');
  if (l === null) return noBandwidth('second');
  const debiased = choiceOf(parameters, 'estimator') === 'debiased';
  // Kernel values are at most 1: n^2 entries of rounding size are no variation.
  const nothing = (x.n * 1e-14) ** 2;
  if (k.selfProduct <= nothing) return noVariation('first');
  if (l.selfProduct <= nothing) return noVariation('second');
  const value = packedProduct(k.packed, l.packed, x.n) / Math.sqrt(k.selfProduct) / Math.sqrt(l.selfProduct);
  return ok(value, { chance: debiased ? 0 : chanceOf(k, l, x.n) });
}

function rbfOf(parameters: ParameterValues): ReturnType<typeof rbfKernel> {
  return rbfKernel(
    numberOf(parameters, 'bandwidth'),
    choiceOf(parameters, 'median') as Median,
    choiceOf(parameters, 'estimator') as Estimator,
  );
}

interface Spectrum {
  readonly trace: number;
  readonly selfProduct: number;
}

/**
 * The mean over all pairings of the rows: tr K tr L / ((n - 1) ||K|| ||L||). For Gaussian data of full width it is
 * about sqrt(d e / ((n - 1 + d) (n - 1 + e))); correlated columns count for less than d.
 */
function chanceOf(k: Spectrum, l: Spectrum, n: number): number {
  const chance = ((k.trace / Math.sqrt(k.selfProduct)) * (l.trace / Math.sqrt(l.selfProduct))) / (n - 1);
  return Math.min(1, chance);
}

function noVariation(which: string): Outcome {
  return none(
    'degenerate',
    `All instances of the ${which} input are equally far from one another: there is no structure to compare.`,
  );
}

function noBandwidth(which: string): Outcome {
  return none(
    'degenerate',
    `Most instances of the ${which} input coincide: the median distance, which sets the rbf bandwidth, is 0.`,
  );
}
