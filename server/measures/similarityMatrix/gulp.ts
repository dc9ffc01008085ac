import type { ParameterValues } from '../../protocol';
import { pairCost, rankDetails, rankNotes } from '../cca/canonicalCorrelations';
import { choiceOf, flagOf, none, numberOf, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { dot } from '../../linalg/dot';
import { magnitude } from '../preparations/magnitude';
import { spectrumOf } from '../preparations/spectrum';
import { unitInstances, unitSpectrum } from '../preparations/unitInstances';
import { constantReason } from '../preparations/variation';
import { turned } from '../preparations/turned';
import type { Prepared } from '../prepared';
import { ridgeKernelDistance } from './ridgeKernels';

/** The lambdas of the curve. */
const lambdas = [0, 1e-4, 1e-3, 1e-2, 0.1, 1, 10];

/**
 * GULP distance of x [n x d] and y [n x e]: how far apart the predictions of ridge regressions on the two can be.
 * Boix-Adsera, Lawrence, Stepaniants, Rigollet, NeurIPS 2022.
 */
export const gulp: Measure = {
  id: 'rsm.gulp',
  version: 1,
  title: 'GULP',
  family: 'similarityMatrix',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, Infinity],
  identity: () => 0,
  symmetric: true,
  metric: (parameters) => !flagOf(parameters, 'squared'),
  invariances: (parameters) => {
    const affine = numberOf(parameters, 'lambda') === 0 && choiceOf(parameters, 'scaling') === 'frobenius';
    return {
      ...{ permutation: true, orthogonal: true, isotropicScaling: true, translation: true },
      ...{ invertibleLinear: affine, affine },
    };
  },
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'lambda',
      kind: 'number',
      default: 0,
      min: 0,
      max: 1e12,
      summary:
        'The ridge of the regressions, beside variances that sum to 1. 0 compares subspaces as CCA does; the larger, the ' +
        'more only directions of large variance count.',
    },
    {
      name: 'scaling',
      kind: 'choice',
      default: 'frobenius',
      choices: ['frobenius', 'rows'],
      summary:
        'How inputs are scaled once centred: to mean squared row length 1, as in the authors’ code, or every row to length 1.',
    },
    {
      name: 'squared',
      kind: 'flag',
      default: false,
      summary: 'Return the square, as the authors’ code and that of the ReSi benchmark do; it is no metric.',
    },
  ],
  deterministic: () => true,
  formula:
    'GULP = ‖K − K′‖_F = √(Σ g² + Σ g′² − 2 ‖diag(√g) UᵀU′ diag(√g′)‖²_F),  K = R (S + λI)⁻¹ Rᵀ / n,  S = RᵀR / n,  g = e / (e + λ), e eigenvalues of S',
  tex: String.raw`\lVert K - K' \rVert_F, \quad K = \tfrac{1}{n} X (S + \lambda I)^{-1} X^\top, \quad S = \tfrac{1}{n} X^\top X`,
  summary:
    'The largest mean difference between the predictions that ridge regressions on the two inputs make for any task of ' +
    'bounded size. Between CCA at lambda 0 and a comparison of similarity matrices at large lambda.',
  caveats: [
    'lambda has to be chosen: the curve tells the value from 0 to 10. At 0 it did poorly in comparisons, tuned it did well.',
    'The survey scales rows to length 1, with which the invariance to linear maps at lambda 0 is lost; the authors scale the whole matrix.',
    'At lambda 0 rounding noise counts as any other direction: the value depends on the rank tolerance when columns are nearly dependent.',
    'It is at most the root of the sum of both ranks and shrinks with lambda: compare values of one lambda only.',
  ],
  reference: {
    text: 'Boix-Adserà, Lawrence, Stepaniants, Rigollet: GULP: a prediction-based metric between representations, NeurIPS 2022.',
    url: 'https://arxiv.org/abs/2210.06545',
  },
  uninformative: (n, d, e, parameters) => {
    if (n === 2) return 'is 0 for any two rows that differ: more rows are needed';
    return numberOf(parameters, 'lambda') === 0 && n - 1 <= Math.min(d, e)
      ? `with lambda: 0 needs more rows than columns: it is 0 for any ${n} rows of ${Math.min(d, e)} independent columns`
      : null;
  },
  rowsAdvised: (d, e) => 10 * Math.max(d, e),
  secondMoments: (parameters) => (choiceOf(parameters, 'scaling') === 'frobenius' ? 'bases' : null),
  preparations: (parameters) => [
    ...[magnitude, centred],
    ...(choiceOf(parameters, 'scaling') === 'rows'
      ? [unitInstances, unitSpectrum]
      : [turned(true), spectrumOf(true)]),
  ],
  cost: pairCost,
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    const lambda = numberOf(parameters, 'lambda');
    const power = flagOf(parameters, 'squared') ? 2 : 1;
    const distance = distanceOf(x, y, parameters);
    const of = choiceOf(parameters, 'scaling') === 'rows' ? unitSpectrum : spectrumOf(true);
    return ok(distance(lambda) ** power, {
      curve: { parameter: 'lambda', points: lambdas.map((at) => [at, distance(at) ** power] as const) },
      details: rankDetails(x, y, of),
      notes: lambda === 0 ? rankNotes(x, y, of) : [],
    });
  },
};

function distanceOf(x: Prepared, y: Prepared, parameters: ParameterValues): (lambda: number) => number {
  if (choiceOf(parameters, 'scaling') === 'rows') {
    return ridgeKernelDistance(x.get(unitInstances), y.get(unitInstances), false, [x.n, y.n]);
  }
  const variance = (of: Prepared): number => {
    const { s } = of.get(spectrumOf(true));
    return dot(s, s);
  };
  return ridgeKernelDistance(x, y, true, [variance(x), variance(y)]);
}
