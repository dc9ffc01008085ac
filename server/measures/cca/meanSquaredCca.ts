import type { ParameterValues } from '../../protocol';
import { choiceOf, none, ok, type Measure, type Outcome } from '../measure';
import { canonicalCorrelations } from '../preparations/overlap';
import { numbers } from '../preparations/turned';
import { constantReason } from '../preparations/variation';
import type { Prepared } from '../prepared';
import { aggregateDetails, aggregatesOf } from './aggregates';
import { basis, pairCost, rankDetails, rankNotes, spanNotes } from './canonicalCorrelations';
import { ccaMetadata, compareMean, denominatorParameter, ridgeParameter } from './mean';

const onlyMean = { only: { parameter: 'aggregate', value: 'mean' } } as const;

/**
 * Mean squared canonical correlation (Yanai's generalised coefficient of determination) of x [n x d] and y [n x e]:
 * the share of the smaller subspace that lies in the larger. Or another of the statistics of squared correlations.
 */
export const meanSquaredCca: Measure = {
  ...ccaMetadata,
  id: 'cca.mean_sq',
  title: 'Mean squared CCA',
  range: (parameters) => [0, isBounded(parameters) ? 1 : Infinity],
  identity: (parameters, d) => {
    const aggregate = choiceOf(parameters, 'aggregate');
    return aggregate === 'lawley' ? null : aggregate === 'pillai' ? d : 1;
  },
  invariances: (parameters) =>
    ccaMetadata.invariances(isMean(parameters) ? parameters : { ...parameters, ridge: 0 }),
  parameters: [
    {
      name: 'aggregate',
      kind: 'choice',
      default: 'mean',
      choices: ['mean', 'pillai', 'wilks', 'lawley'],
      summary:
        'What becomes of the squared correlations: their mean; their sum, Pillai’s trace; 1 − Λ with Wilks’ Λ the ' +
        'product of 1 − ρ²; or the Lawley-Hotelling trace, the sum of ρ² / (1 − ρ²).',
    },
    { ...denominatorParameter, ...onlyMean },
    { ...ridgeParameter, ...onlyMean },
  ],
  formula: 'CCA² = (ρ₁² + … + ρ_D²) / D = ‖Uᵀ U′‖²_F / D,  U, U′ orthonormal bases of the centred inputs',
  tex: String.raw`\frac{1}{D} \sum_{i=1}^{D} \rho_i^2 = \frac{\lVert U^\top U' \rVert_F^2}{D}`,
  summary:
    'The share of the smaller subspace that lies within the larger, averaged over its directions. Like mean CCA it is ' +
    'blind to every invertible linear map; unrelated data of few rows score high.',
  caveats: [
    ...ccaMetadata.caveats,
    'Pillai’s and the Lawley-Hotelling trace grow with the number of directions. A single correlation of 1 makes 1 − Λ 1 and the Lawley-Hotelling trace infinite: then it has no value. Squared correlations within 1e-9 of 1 count as 1.',
  ],
  uninformative: (n, d, e, parameters) =>
    ccaMetadata.uninformative(n, d, e, isMean(parameters) ? parameters : { ...parameters, ridge: 0 }),
  preparations: (parameters) =>
    ccaMetadata.preparations(isMean(parameters) ? parameters : { ...parameters, ridge: 0 }),
  cost: pairCost,
  compare: (x, y, parameters) =>
    isMean(parameters) ? compareMean(x, y, parameters, 2) : compareAggregate(x, y, parameters),
};

function isMean(parameters: ParameterValues): boolean {
  return choiceOf(parameters, 'aggregate') === 'mean';
}

function isBounded(parameters: ParameterValues): boolean {
  return isMean(parameters) || choiceOf(parameters, 'aggregate') === 'wilks';
}

function compareAggregate(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const constant = constantReason(x, y, numbers(true));
  if (constant !== null) return none('degenerate', constant);
  const aggregates = aggregatesOf(x.with(y, canonicalCorrelations));
  const { pillai, lambda, lawley } = aggregates;
  const value = { pillai, wilks: 1 - lambda, lawley }[choiceOf(parameters, 'aggregate')];
  if (typeof value !== 'number') {
    return none(
      'undefined',
      'A canonical correlation is 1 but for rounding: the Lawley-Hotelling trace is infinite.',
    );
  }
  return ok(value, {
    notes: [...rankNotes(x, y), ...spanNotes(x.get(basis), y.get(basis), x.n)],
    details: [...rankDetails(x, y), ...aggregateDetails(aggregates)],
  });
}
