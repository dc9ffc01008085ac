import type { Counterpart, Golden } from './conventions';
import { widened } from './conventions';

/** The counterpart of a row about canonical correlations or what else spectra give; null for other rows. */
export function spectralCounterpart(row: Golden): Counterpart | string | null {
  const { params } = row;
  const distance = params.returns === 'distance' ? { toTheirs: (ours: number) => 1 - ours } : {};
  switch (row.measure) {
    case 'cca_correlations':
      return { call: 'cca.mean', ...regularised(row) };
    case 'mean_cca':
      return {
        call: `cca.mean(denominator: ${params.denom === 'min_dim' ? 'width' : 'rank'})`,
        ...distance,
        ...(params.epsilon === 0 ? {} : regularised(row)),
      };
    case 'mean_cca_trimmed':
      return 'they leave small correlations out';
    case 'numerical_rank':
      return {
        call: params.center === true ? 'cca.mean' : 'eos',
        detail: 'rank of the first input',
      };
    case 'r2_cca':
      if (params.center === false) return 'they do not centre';
      return { call: 'cca.mean_sq', ...distance, ...regularised(row) };
    case 'svcca':
      return svcca(row);
    case 'pwcca':
      return pwcca(row);
    case 'nbs':
      return {
        call: `nbs(centre: ${yes(params.center)})`,
        ...(row.peer === 'own' ? {} : widened(2e-7, 'they take roots of singular n x n matrices')),
      };
    case 'bures_sq':
      return {
        call: `procrustes(centre: ${yes(params.center)}, squared: yes)`,
        ...(row.peer === 'own' ? {} : widened(2e-8, 'they take roots of singular n x n matrices')),
      };
    case 'eos':
      return {
        call: `eos(centre: ${yes(params.center)}, denominator: ${params.denom === 'max_rank' ? 'rank' : 'width'})`,
      };
    case 'gulp':
      return {
        call: `gulp(lambda: ${String(params.lambda)}, squared: ${params.squared === false ? 'no' : 'yes'})`,
      };
    case 'rsm_norm_diff':
      return rsmNorm(row);
    case 'shape_metric':
      return shapeMetric(row);
    case 'linreg':
      return { call: 'linreg' };
    default:
      return null;
  }
}

function shapeMetric({ params, peer }: Golden): Counterpart | string {
  const { alpha, score } = params;
  if (peer === 'wrongu/repsim' && alpha !== 1)
    return 'they whiten with the covariance, not the scatter matrix';
  if (peer === 'ahwillia/netrep' && score === 'euclidean' && alpha !== 1) {
    return 'they scale what is whitened back to its variance';
  }
  return { call: `partial_whitening(alpha: ${String(alpha)}, distance: ${String(score)})` };
}

function rsmNorm({ params, peer }: Golden): Counterpart {
  if (params.inner === 'dot') return { call: `rsm.norm(centre: ${yes(params.center)})` };
  const triangle = String(params.scope).includes('triangle');
  const spectral = params.norm === 'spectral' || peer === 'mklabunde/resi';
  return {
    call: `rsm.norm(inner: euclidean, norm: ${spectral ? 'spectral' : 'frobenius'})`,
    ...(triangle ? { toTheirs: (ours: number) => ours / Math.SQRT2 } : {}),
  };
}

function yes(value: unknown): string {
  return value === true ? 'yes' : 'no';
}

function svcca({ params, peer, ...row }: Golden): Counterpart | string {
  if (peer === 'mklabunde/resi') {
    return { call: 'svcca(cut: resi)', ...widened(1e-8, 'they add 1e-10 to covariances') };
  }
  if (peer === 'moskomule/anatome') return 'they cut before centring and keep one component fewer';
  if (params.kind !== 'variance' && params.kind !== 'singular values')
    return 'they iterate from random starts';
  const cut = params.kind === 'variance' ? 'variance' : 'singular_values';
  return {
    call: `svcca(cut: ${cut}, variance: ${String(params.threshold)})`,
    ...regularised({ params, peer, ...row }),
  };
}

function pwcca({ case: pair, params, peer }: Golden): Counterpart | string {
  if (peer === 'google/svcca' || peer === 'mklabunde/resi') {
    const because = 'adding means back makes it depend on arbitrary signs of singular vectors';
    return { call: 'pwcca(compat: google)', ...widened(6e-3, because) };
  }
  if (peer === 'moskomule/anatome') return 'reported wrong in their issues 27 and 30';
  const widerFirst = pair === 'B' && params.swap !== true;
  if (peer !== 'own' && widerFirst) return 'they use more directions than there are correlations';
  return { call: 'pwcca', ...(peer === 'own' ? {} : { toTheirs: (ours: number) => 1 - ours }) };
}

function regularised({ params }: Golden): Partial<Counterpart> {
  return params.epsilon === undefined ? {} : widened(1e-8, 'they add 1e-10 to covariances');
}
