import type { Golden } from './conventions';

/** Which of our calls a golden value of one input, or of the difference of two, belongs to. */
export interface StatisticCounterpart {
  readonly call: string;
  /** The detail that holds it, after "first"; absent: the statistic itself. */
  readonly part?: string;
}

/** The counterpart of a row; a string says why it has none; null when it is about something else. */
export function statisticCounterpart(row: Golden): StatisticCounterpart | string | null {
  const { measure, params } = row;
  switch (measure) {
    case 'magnitude':
    case 'magnitude_difference':
      return { call: 'stat.magnitude' };
    case 'concentricity':
    case 'concentricity_difference':
      return { call: 'stat.concentricity' };
    case 'magnitude_nrmse':
    case 'concentricity_nrmse':
      return 'for two models it is 1/2 whatever they hold, and refused';
    case 'uniformity':
    case 'uniformity_difference':
      return {
        call: `stat.uniformity(t: ${String(params.t)}, rows: ${params.unit_rows === true ? 'unit' : 'raw'})`,
      };
    case 'tolerance':
      return {
        call: 'stat.tolerance',
        ...(params.denom === 'n^2' ? {} : { part: ', mean over pairs of one class' }),
      };
    case 'intrinsic_dim':
      return dimension(row);
    case 'instance_graph_modularity':
      if (params.communities !== 'labels') return 'their communities are sought, not given';
      return {
        call: `stat.instance_modularity(k: ${String(params.k)}, graph: union, weights: ${params.weighted === true ? 'cosine' : 'none'})`,
      };
    case 'neuron_graph_modularity':
      return 'another way to seek communities; compared in the test of the measure';
    default:
      return null;
  }
}

function dimension({ params }: Golden): StatisticCounterpart | string {
  const { method } = params;
  if (method === 'TwoNN') return { call: 'stat.intrinsic_dim' };
  if (method === 'TwoNN-MLE') return { call: 'stat.intrinsic_dim(estimator: mle)' };
  const averaged = params.comb === 'mle' || params.comb === 'harmonic';
  const biased = params.unbiased === false || params['unbiased (k-2)'] === false;
  if (String(method).startsWith('MLE')) {
    if (!averaged || !biased) return 'they average dimensions, not their inverses, or divide by k - 2';
    return { call: `stat.intrinsic_dim(estimator: mle, k: ${String(params.k ?? params.n_neighbors)})` };
  }
  return 'an estimator that is not offered';
}
