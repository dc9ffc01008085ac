import { matchingCounterpart } from './matchingConventions';
import { neighbourCounterpart } from './neighbourConventions';
import { spectralCounterpart } from './spectralConventions';
import { topologyCounterpart } from './topologyConventions';

/** A value that a public implementation, or the definition in NumPy or mpmath, gave for one of the input pairs. */
export interface Golden {
  readonly case: string;
  readonly measure: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly peer: string;
  readonly value: number | readonly number[] | null;
  /** The standard deviation of single runs where the value is the mean over random seeds. */
  readonly std?: number;
}

/** Which of our calls a golden value belongs to, and how its convention follows from ours. */
export interface Counterpart {
  readonly call: string;
  /** From our value to theirs. Default: the same. */
  readonly toTheirs?: (ours: number) => number;
  /** Relative; default 1e-9. */
  readonly tolerance?: number;
  /** Absolute, instead of the tolerance. */
  readonly allowed?: number;
  /** The value is this one of the details. */
  readonly detail?: string;
  /** Why the tolerance is wider. */
  readonly because?: string;
}

/** The counterpart of a row; a string says why it has none; null when it is no matter of these measures. */
export function counterpart(row: Golden): Counterpart | string | null {
  const { params } = row;
  const distance = params.returns === 'distance' ? { toTheirs: (ours: number) => 1 - ours } : {};
  switch (row.measure) {
    case 'cka_linear':
      return { call: 'cka', ...distance };
    case 'cka_angular':
      return params.unbiased === true
        ? 'their unbiased form is another estimator'
        : { call: 'cka', toTheirs: Math.acos };
    case 'cka_debiased': {
      const epsilon = params.eps === undefined ? {} : widened(1e-8, 'they add 1e-6 to the norms');
      return { call: 'cka(estimator: debiased)', ...distance, ...epsilon };
    }
    case 'cka_rbf':
    case 'cka_rbf_debiased':
      return rbf(row);
    case 'orth_procrustes':
      return procrustes(row);
    case 'procrustes_disparity':
      return {
        call: 'procrustes(centre: yes, scale: frobenius, squared: yes)',
        toTheirs: (ours) => 1 - (1 - ours / 2) ** 2,
      };
    case 'angular_shape':
      return { call: `angular(centre: ${yes(params.center)})` };
    case 'rsa':
      return rsa(row);
    case 'riemannian':
      return riemannian(row);
    case 'cka_prime':
      return 'it is another index than CKA, in spite of its name';
    case 'dcor':
      return { call: 'dcor' };
    case 'dcor_sq_unbiased':
      return { call: 'dcor(estimator: debiased)' };
    default:
      return (
        spectralCounterpart(row) ??
        neighbourCounterpart(row) ??
        matchingCounterpart(row) ??
        topologyCounterpart(row)
      );
  }
}

function rbf({ params, measure }: Golden): Counterpart | string {
  if (params.sigma === 1) return 'their bandwidth is fixed, not a share of the median';
  const fraction = params.fraction ?? params.threshold ?? 1;
  const all = params.median === 'sq_all' || params.threshold !== undefined;
  const estimator = measure === 'cka_rbf_debiased' ? 'debiased' : 'biased';
  const median = all ? 'all' : 'offdiagonal';
  return {
    call: `cka(kernel: rbf, estimator: ${estimator}, bandwidth: ${String(fraction)}, median: ${median})`,
  };
}

function procrustes({ params }: Golden): Counterpart {
  const scale = params.normalize === true ? 'frobenius' : 'none';
  const squared = params.squared !== false;
  const call = `procrustes(centre: ${yes(params.center)}, scale: ${scale}, squared: ${yes(squared)})`;
  return { call, ...(params.squared === 'half' ? { toTheirs: (ours: number) => ours / 2 } : {}) };
}

function rsa({ params }: Golden): Counterpart | string {
  const inner = { correlation: 'pearson', euclidean: 'euclidean', sqeuclidean: 'sqeuclidean' };
  const outer = {
    ...{ spearman: 'spearman', 'rho-a': 'spearman', pearson: 'pearson', corr: 'pearson', cosine: 'cosine' },
    ...{ kendall: 'kendall', 'kendall-b': 'kendall', 'tau-a': 'kendall', 'tau-b': 'kendall' },
  };
  // A factor common to all distances changes no outer comparison.
  const ofRow = new Map(Object.entries(inner)).get(String(params.inner).replace('_per_dim', ''));
  if (params.outer === 'euclidean') {
    return { call: `rsa(inner: ${String(ofRow)})`, detail: 'Euclidean distance of the lists' };
  }
  const ofList = new Map(Object.entries(outer)).get(String(params.outer));
  if (ofRow === undefined || ofList === undefined) return `${String(params.outer)} is not offered`;
  return { call: `rsa(inner: ${ofRow}, outer: ${ofList})` };
}

function riemannian({ case: pair, params: { mode, eps, center } }: Golden): Counterpart | string {
  if (mode === 'cov') return 'they compare covariances of the same neurons, which is another measure';
  // Without the division by the width a common factor is lost where the widths agree, and only there.
  if (mode === 'gram' && pair !== 'A') return 'they do not divide by the width';
  const shrinkage = Number(eps) / (mode === 'gram' ? 30 : 1);
  return { call: `riemann(shrinkage: ${shrinkage}, centre: ${yes(center)})` };
}

export function widened(tolerance: number, because: string): Partial<Counterpart> {
  return { tolerance, because };
}

function yes(value: unknown): string {
  return value === true ? 'yes' : 'no';
}
