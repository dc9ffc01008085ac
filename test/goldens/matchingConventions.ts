import type { Counterpart, Golden } from './conventions';

/** The counterpart of a row about a measure that matches neurons or rotates rows; null for other rows. */
export function matchingCounterpart({ measure, params }: Golden): Counterpart | string | null {
  const centre = `centre: ${params.center === true ? 'yes' : 'no'}`;
  switch (measure) {
    case 'perm_procrustes': {
      const scale = params.normalize === true ? 'frobenius' : 'none';
      return { call: `procrustes(over: permutations, ${centre}, scale: ${scale})` };
    }
    case 'perm_angular_shape':
      return { call: `angular(over: permutations, ${centre})` };
    default:
      return null;
  }
}
