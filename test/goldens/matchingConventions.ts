import type { Counterpart, Golden } from './conventions';

/** The counterpart of a row about a measure that matches neurons or rotates rows; null for other rows. */
export function matchingCounterpart({ measure, params }: Golden): Counterpart | string | null {
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
    default:
      return null;
  }
}
