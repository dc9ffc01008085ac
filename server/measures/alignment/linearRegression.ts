import { largestSeed } from '../../linalg/random';
import type { ParameterValues } from '../../protocol';
import { pairCost } from '../cca/canonicalCorrelations';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome } from '../measure';
import { basisOf } from '../preparations/basis';
import { centred } from '../preparations/centred';
import { float64 } from '../preparations/float64';
import { dot } from '../../linalg/dot';
import { magnitude } from '../preparations/magnitude';
import { projection, type Side } from '../preparations/projection';
import { spectrum } from '../preparations/spectrum';
import { constantReason } from '../preparations/variation';
import { forProducts } from '../preparations/turned';
import type { Prepared } from '../prepared';
import { foldsOf, validate } from './crossValidation';

/**
 * R^2 of predicting all columns of one input linearly from the other: of x [n x d] from y [n x e], or the reverse.
 * Kornblith, Norouzi, Lee, Hinton, ICML 2019, equation 5.
 */
export const linearRegression: Measure = {
  id: 'align.linreg',
  version: 1,
  title: 'Linear regression',
  family: 'alignment',
  compares: 'representations',
  direction: 'similarity',
  range: (parameters) => [numberOf(parameters, 'folds') === 0 ? 0 : -Infinity, 1],
  identity: (parameters) => (numberOf(parameters, 'ridge') > 0 ? NaN : 1),
  symmetric: false,
  metric: () => false,
  invariances: () => rotationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'predict',
      kind: 'choice',
      default: 'first',
      choices: ['first', 'second'],
      summary: 'Which input is predicted, from the other one.',
    },
    {
      name: 'ridge',
      kind: 'number',
      default: 0,
      min: 0,
      max: 1e12,
      summary:
        'Ridge penalty, as a share of the largest eigenvalue of the predictor’s scatter matrix; 0 is least squares.',
    },
    {
      name: 'folds',
      kind: 'number',
      integer: true,
      default: 0,
      min: 0,
      max: 1000,
      summary:
        'Predict each of this many parts of the rows by a fit to the other rows; 0 fits and predicts the same rows.',
    },
    {
      name: 'order',
      kind: 'choice',
      default: 'contiguous',
      choices: ['contiguous', 'shuffled'],
      summary: 'Whether folds are runs of neighbouring rows or drawn at random.',
    },
    {
      name: 'seed',
      only: { parameter: 'order', value: 'shuffled' },
      kind: 'number',
      integer: true,
      default: 1,
      min: 0,
      max: largestSeed,
      summary: 'Fixes the random folds.',
    },
  ],
  followsOrder: (parameters) => numberOf(parameters, 'folds') > 0,
  deterministic: (parameters) => choiceOf(parameters, 'order') !== 'shuffled',
  formula:
    'R² = 1 − min_W ‖R − R′W‖²_F / ‖R‖²_F = ‖Q′ᵀR‖²_F / ‖R‖²_F,  columns centred, Q′ an orthonormal basis of R′',
  tex: String.raw`1 - \min_W \frac{\lVert X - YW \rVert_F^2}{\lVert X \rVert_F^2} = \frac{\lVert Q_Y^\top X \rVert_F^2}{\lVert X \rVert_F^2}`,
  summary:
    'The share of the variance of one input that a linear map of the other predicts. Asymmetric: the predictor may hold ' +
    'much more than it is asked for. Directions of the predicted input count by their variance.',
  caveats: [
    'The survey’s two expressions are opposite directions. By default the first input is predicted from the second, as in the code of the ReSi benchmark; the details tell the other direction.',
    'In sample, a predictor with many columns predicts anything: 1 for n − 1 or more independent columns, whatever they hold. Use folds, or ridge.',
    'Out of sample it may be negative: worse than the mean of the training rows.',
    'Folds depend on the order of the rows; contiguous ones mislead where rows are sorted.',
    'It is also blind to every invertible linear map of the predictor alone, without ridge.',
    'With ridge above 0 identical inputs score somewhat below 1.',
  ],
  reference: {
    text: 'Kornblith, Norouzi, Lee, Hinton: Similarity of Neural Network Representations Revisited, ICML 2019.',
    url: 'https://arxiv.org/abs/1905.00414',
  },
  obstacle(n, _d, _e, parameters) {
    const folds = numberOf(parameters, 'folds');
    if (folds === 1) return 'needs two folds or more, or folds: 0 to predict in sample';
    return folds > n || (folds > 0 && n < 3)
      ? `needs more rows than that for its folds: ${n} rows and ${folds} folds`
      : null;
  },
  uninformative(n, d, e, parameters) {
    const width = predictorOf(parameters) === 'first' ? d : e;
    const exact = numberOf(parameters, 'folds') === 0 && numberOf(parameters, 'ridge') === 0;
    if (!exact || n - 1 > width) return null;
    return `needs more rows than columns: ${n} rows and ${width} columns of the predictor give 1 for any data`;
  },
  rowsAdvised: (d, e, parameters) => 10 * (predictorOf(parameters) === 'first' ? d : e),
  secondMoments: (parameters) => (numberOf(parameters, 'folds') === 0 ? 'bases' : null),
  preparations(parameters) {
    if (numberOf(parameters, 'folds') > 0) return [magnitude, centred, float64(false)];
    return [magnitude, ...forProducts(true), numberOf(parameters, 'ridge') > 0 ? spectrum : basisOf(true)];
  },
  cost(n, d, e, parameters) {
    const folds = numberOf(parameters, 'folds');
    if (folds === 0) return pairCost(n, d, e);
    const once = spectrum.cost(n, predictorOf(parameters) === 'first' ? d : e);
    return {
      operations: folds * (once.operations + 2 * n * d * e + 120 * n * (d + e)),
      bytes: once.bytes + 8 * (3 * n * (d + e) + 2 * d * e),
    };
  },
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    return numberOf(parameters, 'folds') > 0 ? outOfSample(x, y, parameters) : inSample(x, y, parameters);
  },
};

function predictorOf(parameters: ParameterValues): Side {
  return choiceOf(parameters, 'predict') === 'first' ? 'second' : 'first';
}

function inSample(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const ridge = numberOf(parameters, 'ridge');
  const predictor = predictorOf(parameters);
  const other = predictor === 'first' ? 'second' : 'first';
  const value = explained(x, y, predictor, ridge);
  const { rank, tolerance } = (predictor === 'first' ? x : y).get(ridge > 0 ? spectrum : basisOf(true));
  return ok(value, {
    ...(ridge === 0 ? { chance: Math.min(1, rank / (x.n - 1)) } : {}),
    details: [
      { name: `R² of predicting the ${predictor} input`, value: explained(x, y, other, ridge) },
      { name: 'rank of the predictor', value: rank },
      { name: 'rank tolerance of the predictor', value: tolerance },
    ],
    notes:
      ridge === 0 && rank >= x.n - 1
        ? [
            'The predictor spans every direction that this many rows have: it predicts whatever the other holds.',
          ]
        : [],
  });
}

/** The share of the variance of the other input that the predictor gives, fitted to the same rows. */
function explained(x: Prepared, y: Prepared, predictor: Side, ridge: number): number {
  const target = (predictor === 'first' ? y : x).get(centred).data;
  const projected = x.with(y, projection(predictor, ridge > 0));
  if (ridge === 0) return dot(projected.data, projected.data) / dot(target, target);
  const { s } = (predictor === 'first' ? x : y).get(spectrum);
  let sum = 0;
  for (const [i, value] of s.entries()) {
    const variance = (value / (s[0] ?? 1)) ** 2;
    const kept = variance / (variance + ridge);
    const row = projected.data.subarray(i * projected.cols, (i + 1) * projected.cols);
    sum += kept * (2 - kept) * dot(row, row);
  }
  return sum / dot(target, target);
}

function outOfSample(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const seed = linearRegression.deterministic(parameters) ? null : numberOf(parameters, 'seed');
  const folds = foldsOf(x.n, numberOf(parameters, 'folds'), seed);
  const [from, to] = predictorOf(parameters) === 'first' ? [x, y] : [y, x];
  const raw = float64(false);
  const { residual, total } = validate(
    x.engine,
    from.get(raw),
    to.get(raw),
    folds,
    numberOf(parameters, 'ridge'),
  );
  return ok(1 - residual / total, seed === null ? {} : { seed });
}
