import { betweenDiagonals } from '../../linalg/diagonal';
import type { ParameterValues } from '../../protocol';
import { pairCost, rankDetails, rankNotes } from '../cca/canonicalCorrelations';
import { choiceOf, none, numberOf, ok, type Measure } from '../measure';
import { dot } from '../../linalg/dot';
import { magnitude } from '../preparations/magnitude';
import { principalOverlapOf } from '../preparations/overlap';
import { spectrum } from '../preparations/spectrum';
import { constantReason } from '../preparations/variation';
import { forProducts, numbers } from '../preparations/turned';
import type { Prepared } from '../prepared';
import { distanceSquaredAfterRotation, type Turnable } from './rotation';

/**
 * Shape metric of x [n x d] and y [n x e] after partial whitening: columns centred, each singular value s replaced by
 * alpha s + 1 - alpha. Williams, Kunz, Kornblith, Linderman, NeurIPS 2021.
 */
export const partialWhitening: Measure = {
  id: 'align.partial_whitening',
  version: 1,
  title: 'Partial-whitening shape metric',
  family: 'alignment',
  compares: 'representations',
  direction: 'distance',
  range: (parameters) => [0, isAngular(parameters) ? Math.PI / 2 : Infinity],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: (parameters) => {
    const alpha = numberOf(parameters, 'alpha');
    const scaled = choiceOf(parameters, 'scale') === 'frobenius';
    return {
      permutation: true,
      orthogonal: true,
      isotropicScaling: alpha === 0 || scaled || (alpha === 1 && isAngular(parameters)),
      invertibleLinear: alpha === 0,
      translation: true,
      affine: alpha === 0,
    };
  },
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'alpha',
      kind: 'number',
      default: 1,
      min: 0,
      max: 1,
      summary: 'How much of the variances is kept: 1 all of them, 0 none (whitened, as in CCA).',
    },
    {
      name: 'scale',
      kind: 'choice',
      default: 'none',
      choices: ['none', 'frobenius'],
      summary:
        'frobenius divides each centred input by its Frobenius norm first, so that alpha means the same for any size.',
    },
    {
      name: 'distance',
      kind: 'choice',
      default: 'angular',
      choices: ['angular', 'euclidean'],
      summary: 'The angle or the Euclidean distance that remains under the best rotation.',
    },
  ],
  deterministic: () => true,
  formula:
    'm = min_Q arccos ⟨φ(R) Q, φ(R′)⟩ / (‖φ(R)‖ ‖φ(R′)‖),  φ(R) = HR (α I + (1 − α)(RᵀHR)^−½) = U diag(α s + 1 − α) Vᵀ',
  tex: String.raw`\min_{Q^\top Q = I} \arccos \frac{\langle \varphi_\alpha(X) Q, \varphi_\alpha(Y) \rangle_F}{\lVert \varphi_\alpha(X) \rVert_F \lVert \varphi_\alpha(Y) \rVert_F}, \quad \varphi_\alpha(X) = HX \big( \alpha I + (1 - \alpha)(X^\top H X)^{-1/2} \big)`,
  summary:
    'A family of true metrics between CCA and Procrustes: at alpha 1 the angle of the centred inputs, at alpha 0 the arc ' +
    'cosine of mean CCA, which no invertible linear map changes.',
  caveats: [
    'Between 0 and 1, alpha adds lengths to pure numbers: the value then depends on the unit of the activations and on the number of rows. scale: frobenius makes it independent of size.',
    'Only directions of non-zero variance are whitened; which ones those are is decided by the rank tolerance.',
    'At alpha 0, unrelated data of few rows for their columns come out close.',
    'Public code clips small eigenvalues before whitening, and may scale the whitened input back to its variance, which changes Euclidean distances only.',
  ],
  reference: {
    text: 'Williams, Kunz, Kornblith, Linderman: Generalized Shape Metrics on Neural Representations, NeurIPS 2021.',
    url: 'https://arxiv.org/abs/2110.14739',
  },
  uninformative: (n, d, e, parameters) =>
    n === 2 && (isAngular(parameters) || choiceOf(parameters, 'scale') === 'frobenius')
      ? 'is 0 for any two rows that differ: more rows are needed'
      : numberOf(parameters, 'alpha') === 0 && n - 1 <= Math.max(d, e)
        ? `with alpha: 0 needs more rows than columns: for ${n} rows only the ranks count`
        : null,
  rowsAdvised: (d, e, parameters) => (numberOf(parameters, 'alpha') < 1 ? 10 : 1) * Math.max(d, e),
  secondMoments: () => 'bases',
  preparations: () => [magnitude, ...forProducts(true), spectrum],
  cost: pairCost,
  compare(x, y, parameters) {
    const constant = constantReason(x, y, numbers(true));
    if (constant !== null) return none('degenerate', constant);
    const [left, right] = [lengthsOf(x, parameters), lengthsOf(y, parameters)];
    const pair = turnable(x, y, left.lengths, right.lengths);
    const told = {
      details: rankDetails(x, y, spectrum),
      notes: numberOf(parameters, 'alpha') < 1 ? rankNotes(x, y, spectrum) : [],
    };
    if (isAngular(parameters)) {
      const squared = distanceSquaredAfterRotation(pair, 1 / pair.norms[0], 1 / pair.norms[1]);
      // From the chord: the arc cosine itself loses half of the digits of a small angle.
      return ok(2 * Math.asin(Math.min(1, Math.sqrt(squared) / 2)), told);
    }
    const unit = Math.max(left.unit, right.unit);
    const squared = distanceSquaredAfterRotation(pair, left.unit / unit, right.unit / unit);
    return ok(Math.sqrt(squared) * unit, told);
  },
};

function isAngular(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'distance') === 'angular';
}

/** What takes the place of the singular values, in units of the largest. */
function lengthsOf(of: Prepared, parameters: ParameterValues): { lengths: Float64Array; unit: number } {
  const alpha = numberOf(parameters, 'alpha');
  const { s } = of.get(spectrum);
  const scaled = choiceOf(parameters, 'scale') === 'frobenius';
  const size = scaled ? 1 / Math.sqrt(dot(s, s)) : of.get(magnitude).scale;
  const unit = alpha * (s[0] ?? 0) * size + (1 - alpha);
  return { lengths: s.map((value) => alpha * value * (size / unit) + (1 - alpha) / unit), unit };
}

/** U diag(lengths) of both, about to be rotated onto each other. */
function turnable(x: Prepared, y: Prepared, left: Float64Array, right: Float64Array): Turnable {
  const { engine } = x;
  const cross = betweenDiagonals(left, x.with(y, principalOverlapOf(true)), right);
  return {
    engine,
    norms: [Math.sqrt(dot(left, left)), Math.sqrt(dot(right, right))],
    nuclear: () => engine.singularValues(cross).reduce((sum, value) => sum + value, 0),
    cross: () => cross,
    factors: () => [
      betweenDiagonals(null, x.get(spectrum).vectors(), left),
      betweenDiagonals(null, y.get(spectrum).vectors(), right),
    ],
  };
}
