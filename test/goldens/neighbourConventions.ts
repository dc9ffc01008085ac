import type { Counterpart, Golden } from './conventions';

/** The counterpart of a row about neighbours; null when it is about something else. */
export function neighbourCounterpart({ measure, params }: Golden): Counterpart | string | null {
  const k = String(params.k);
  const lists = `k: ${k}, similarity: ${String(params.inner)}`;
  switch (measure) {
    case 'knn_jaccard':
      return { call: `nn.jaccard(${lists})` };
    case 'rank_sim':
      return { call: `nn.rank(${lists})` };
    case 'joint_rank_jaccard':
      return { call: `nn.joint(${lists})` };
    case 'second_order_cossim':
      return {
        call: `nn.second_order_cos(k: ${k}${params.vectors === 'similarity' ? '' : ', compat: resi'})`,
      };
    default:
      return null;
  }
}
