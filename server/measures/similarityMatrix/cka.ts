import { largestSeed } from '../../linalg/random';
import type { ParameterValues } from '../../protocol';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { centredKernel } from '../preparations/centredKernel';
import type { KernelFunction, Median } from '../preparations/kernelFunction';
import { linearKernel } from '../preparations/linearKernel';
import { magnitude } from '../preparations/magnitude';
import { minibatches, type Dealing } from '../preparations/minibatches';
import { constantReason } from '../preparations/variation';
import { forProducts, numbers } from '../preparations/turned';
import type { Prepared } from '../prepared';
import { debiasedProduct, kernelProduct } from './hsic';
import { withoutFarthest, type Influence } from './influence';
import { alignment, chanceOf, minibatchAlignment, noVariation } from './kernelAlignment';

/** Below this share of ||K||_F^2 the debiased self-similarity is rounding of zero. */
const negligible = 1e-12;

/**
 * Centred kernel alignment of x [n x d] and y [n x e]: HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L)).
 * Kornblith, Norouzi, Lee, Hinton: Similarity of neural network representations revisited, ICML 2019; the debiased
 * estimator follows Song et al. 2012 and Szekely and Rizzo 2014.
 */
export const cka: Measure = {
  id: 'rsm.cka',
  version: 3,
  title: 'CKA',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'similarity',
  range: (parameters) => [choiceOf(parameters, 'estimator') === 'biased' ? 0 : -1, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'kernel',
      kind: 'choice',
      default: 'linear',
      choices: ['linear', 'rbf', 'polynomial'],
      summary:
        'linear compares covariances; rbf gives nearby instances more weight; polynomial takes products of several ' +
        'features in.',
    },
    {
      name: 'estimator',
      kind: 'choice',
      default: 'biased',
      choices: ['biased', 'debiased', 'minibatch'],
      summary:
        'biased is the usual definition; debiased removes the lift that few rows give, and may be negative; minibatch ' +
        'estimates the debiased value from pairs of instances within random batches only.',
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
    {
      name: 'degree',
      only: { parameter: 'kernel', value: 'polynomial' },
      kind: 'number',
      integer: true,
      default: 3,
      min: 1,
      max: 10,
      summary: 'Degree of the polynomial kernel (x · y / s + offset)^degree; degree 1 is the linear kernel.',
    },
    {
      name: 'offset',
      only: { parameter: 'kernel', value: 'polynomial' },
      kind: 'number',
      default: 1,
      min: 0,
      max: 1e3,
      summary:
        'What the polynomial kernel adds to each product of centred instances, measured in their mean squared length s.',
    },
    {
      name: 'batch',
      only: { parameter: 'estimator', value: 'minibatch' },
      kind: 'number',
      integer: true,
      default: 256,
      min: 8,
      max: 1e5,
      summary: 'Most rows of a minibatch; the rows are dealt out evenly.',
    },
    {
      name: 'passes',
      only: { parameter: 'estimator', value: 'minibatch' },
      kind: 'number',
      integer: true,
      default: 10,
      min: 1,
      max: 1e4,
      summary: 'How often all rows are dealt out anew; the standard error needs 2 or more.',
    },
    {
      name: 'seed',
      only: { parameter: 'estimator', value: 'minibatch' },
      kind: 'number',
      integer: true,
      default: 1,
      min: 0,
      max: largestSeed,
      summary: 'Which rows share a minibatch.',
    },
  ],
  deterministic: (parameters) => choiceOf(parameters, 'estimator') !== 'minibatch',
  formula:
    'CKA = HSIC(K, L) / √(HSIC(K, K) · HSIC(L, L)),  HSIC(K, L) = tr(K H L H) / (n − 1)²,  H = I − 11ᵀ/n',
  tex: String.raw`\frac{\mathrm{HSIC}(K, L)}{\sqrt{\mathrm{HSIC}(K, K)\, \mathrm{HSIC}(L, L)}}, \quad \mathrm{HSIC}(K, L) = \frac{\operatorname{tr}(K H L H)}{(n-1)^2}, \quad H = I - \tfrac{1}{n} \mathbf{1}\mathbf{1}^\top`,
  summary:
    'Compares which instances lie near which, by centred kernel matrices. Directions of large variance decide it; what ' +
    'happens in directions of small variance hardly shows. Widths may differ.',
  caveats: [
    'The biased estimator is high for unrelated data when there are few rows for the columns: look at the chance level, or use the debiased one.',
    'A few instances far from the rest can decide the value on their own: the details tell linear CKA without the farthest.',
    'A high value does not mean that what depends on low-variance directions is kept.',
    'CKA itself breaks the triangle inequality; its arc cosine obeys it (biased estimator).',
    'Columns are centred before any kernel; with kernel: polynomial products are divided by the mean squared length of the instances, which makes it independent of scale.',
    'With estimator: minibatch the rbf median is over the distances within the batches of the first pass.',
    "median: all is the rule of the original paper's code; it takes the zero self-distances in.",
  ],
  reference: {
    text: 'Kornblith, Norouzi, Lee, Hinton: Similarity of Neural Network Representations Revisited, ICML 2019.',
    url: 'https://arxiv.org/abs/1905.00414',
  },
  obstacle: (n, _d, _e, parameters) =>
    choiceOf(parameters, 'estimator') !== 'biased' && n < 4
      ? `needs at least 4 rows to be debiased: ${n} given`
      : null,
  uninformative: (n) => (n === 2 ? 'is 1 for any two rows that differ: more rows are needed' : null),
  rowsAdvised: (d, e, parameters) =>
    choiceOf(parameters, 'estimator') === 'biased' && choiceOf(parameters, 'kernel') !== 'rbf'
      ? Math.max(d, e)
      : 0,
  secondMoments: (parameters) => {
    const { kernel, estimator } = choices(parameters);
    return kernel.kind === 'linear' && estimator !== 'minibatch' ? 'norms' : null;
  },
  preparations: (parameters) => {
    const { kernel, estimator, dealing } = choices(parameters);
    if (estimator === 'minibatch') return [magnitude, centred, minibatches(kernel, dealing)];
    if (kernel.kind === 'linear') return [magnitude, ...forProducts(true), linearKernel];
    const rows = kernel.kind === 'rbf' ? [centred, shifted] : [centred];
    return [magnitude, ...rows, centredKernel(kernel, estimator === 'biased' ? 'double' : 'U')];
  },
  cost: (n, d, e, parameters) => {
    const { kernel, estimator, dealing } = choices(parameters);
    if (estimator === 'minibatch') {
      return { operations: 48 * dealing.passes * n * Math.min(n, dealing.size), bytes: 0 };
    }
    if (kernel.kind !== 'linear') return { operations: 16 * n * n, bytes: 0 };
    if (d > n && e > n) return { operations: 20 * n * n, bytes: 0 };
    if (d > n || e > n) return { operations: 2 * n * n * Math.min(d, e), bytes: 8 * n * Math.min(d, e) };
    return { operations: 2 * n * d * e + 30 * d * e + 20 * n, bytes: 8 * d * e };
  },
  compare(x, y, parameters) {
    const { kernel, estimator, dealing } = choices(parameters);
    const isLinear = kernel.kind === 'linear' && estimator !== 'minibatch';
    const constant = constantReason(x, y, isLinear ? numbers(true) : centred);
    if (constant !== null) return none('degenerate', constant);
    if (estimator === 'minibatch') return minibatchAlignment(x, y, kernel, dealing);
    return kernel.kind === 'linear' ? linear(x, y, estimator) : alignment(x, y, kernel, estimator);
  },
};

function linear(x: Prepared, y: Prepared, estimator: 'biased' | 'debiased'): Outcome {
  const k = x.get(linearKernel);
  const l = y.get(linearKernel);
  const product = kernelProduct(x, y);
  if (estimator === 'biased') {
    const value = product / Math.sqrt(k.selfProduct) / Math.sqrt(l.selfProduct);
    // A pair that stands for more rows than it has cannot tell what one of them does.
    const without = x.representation.instances === undefined ? withoutFarthest(product, x, y) : null;
    return ok(value, { chance: chanceOf(k, l, x.n), ...influence(value, without) });
  }
  const selfK = debiasedProduct(k.selfProduct, k, k, x.n);
  const selfL = debiasedProduct(l.selfProduct, l, l, x.n);
  if (selfK <= negligible * k.selfProduct) return noVariation('first');
  if (selfL <= negligible * l.selfProduct) return noVariation('second');
  return ok(debiasedProduct(product, k, l, x.n) / Math.sqrt(selfK) / Math.sqrt(selfL), { chance: 0 });
}

function influence(value: number, without: Influence | null): Partial<Outcome> {
  if (without === null) return {};
  const details = [{ name: `without the farthest row (${without.row})`, value: without.value }];
  const decisive = Math.abs(value - without.value) > 0.1;
  const note = `One instance decides: without row ${without.row} the value would be ${without.value.toFixed(3)}.`;
  return { details, notes: decisive ? [note] : [] };
}

function choices(parameters: ParameterValues): {
  readonly kernel: KernelFunction;
  readonly estimator: 'biased' | 'debiased' | 'minibatch';
  readonly dealing: Dealing;
} {
  const number = (name: string): number => numberOf(parameters, name);
  return {
    kernel: kernelOf(parameters),
    estimator: choiceOf(parameters, 'estimator') as 'biased' | 'debiased' | 'minibatch',
    dealing: { size: number('batch'), passes: number('passes'), seed: number('seed') },
  };
}

function kernelOf(parameters: ParameterValues): KernelFunction {
  const kind = choiceOf(parameters, 'kernel') as 'linear' | 'rbf' | 'polynomial';
  switch (kind) {
    case 'linear':
      return { kind };
    case 'polynomial':
      return { kind, degree: numberOf(parameters, 'degree'), offset: numberOf(parameters, 'offset') };
    case 'rbf': {
      const median = choiceOf(parameters, 'median') as Median;
      return { kind, bandwidth: numberOf(parameters, 'bandwidth'), median };
    }
  }
}
