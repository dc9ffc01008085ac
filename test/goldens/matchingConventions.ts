import type { Counterpart, Golden } from './conventions';

/** The counterpart of a row about a measure that matches neurons or rotates rows; null for other rows. */
export function matchingCounterpart({ measure, params, peer }: Golden): Counterpart | string | null {
  const centre = `centre: ${params.center === true ? 'yes' : 'no'}`;
  const absolute = `absolute: ${params.abs === true ? 'yes' : 'no'}`;
  switch (measure) {
    case 'perm_procrustes': {
      const scale = params.normalize === true ? 'frobenius' : 'none';
      return { call: `procrustes(over: permutations, ${centre}, scale: ${scale})` };
    }
    case 'perm_angular_shape':
      return { call: `angular(over: permutations, ${centre})` };
    case 'aligned_cossim':
      return { call: `aligned_cosine(${centre})` };
    case 'hard_corr_match':
      return { call: `corr_match(matching: strict, ${absolute})` };
    case 'soft_corr_match':
      return {
        call: `corr_match(matching: ${params.one_sided === undefined ? 'symmetric' : 'relaxed'}, ${absolute})`,
      };
    case 'soft_match_dist': {
      const scale = params.normalize === 'fro' ? 'frobenius' : 'none';
      return { call: `soft_matching(${centre}, scale: ${scale})` };
    }
    case 'soft_match_corr':
      return {
        call: 'soft_matching_correlation',
        ...(peer === 'own' ? {} : { tolerance: 1e-6, because: 'they hold costs in float32' }),
      };
    case 'max_match_sim':
      return { call: `max_match(epsilon: ${String(params.epsilon)})` };
    default:
      return null;
  }
}
