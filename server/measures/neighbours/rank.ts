import { none, numberOf, ok, type Measure } from '../measure';
import { neighbours } from '../preparations/neighbours';
import { harmonicNumbers, meanTerm, rankAgreements } from './agreement';
import { choices, listCaveats, listNotes, meanOverOverlaps, nothingNear, ofLists } from './neighbourhood';
import { mean } from '../mean';
import { survey } from '../survey';

/**
 * How alike common neighbours are ranked in x [n x d] and y [n x e].
 * Wang, Rao, Guo, Wang, Liu, Guan: Towards Understanding the Instability of Network Embedding, IEEE TKDE 34(2), 2022.
 */
export const rank: Measure = {
  ...ofLists,
  id: 'nn.rank',
  version: 2,
  title: 'Rank similarity',
  deterministic: () => true,
  formula:
    'RS = (1/n) Σᵢ (1/H_K) Σ_{j ∈ N(i) ∩ N′(i)} 2 / ((1 + |r(j) − r′(j)|) (r(j) + r′(j))),  ' +
    'K = |N(i) ∩ N′(i)|, H_K = 1 + 1/2 + … + 1/K, r(j) = the rank of j among the k nearest of i',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \frac{1}{\sum_{m=1}^{K_i} 1/m} \sum_{j \in N_k(i) \cap N_k'(i)} s_i(j), \quad s_i(j) = \frac{2}{\bigl(1 + \lvert r_i(j) - r_i'(j) \rvert\bigr)\bigl(r_i(j) + r_i'(j)\bigr)}, \quad K_i = \lvert N_k(i) \cap N_k'(i) \rvert`,
  summary:
    'Whether the nearest neighbours that an instance has in both inputs come in the same order, the nearest counting ' +
    'most. It is 1 only where the common neighbours are the first ones of both lists and in the same order.',
  caveats: [
    'An instance without common neighbours counts as 0.',
    'How many neighbours are common counts only through their ranks: k-NN Jaccard tells it, the joint measure both.',
    ...listCaveats,
  ],
  uninformative: (n) => (n === 2 ? 'is 1 for any two rows that differ: more rows are needed' : null),
  reference: survey,
  cost: (n, _d, _e, parameters) => ({
    operations: 900 * n * (numberOf(parameters, 'k') + 10),
    bytes: 16 * n,
  }),
  compare(x, y, parameters) {
    const { k, similarity } = choices(parameters);
    const nothing = nothingNear(x, y, similarity);
    if (nothing !== null) return none('degenerate', nothing);
    const lists = neighbours(k, similarity);
    const perInstance = rankAgreements(x.get(lists), y.get(lists), x.n, k);
    // Of random lists the ranks of a common neighbour are any two, however many are common.
    const [term, harmonic] = [meanTerm(k), harmonicNumbers(k)];
    const ofCommon = (common: number): number =>
      common === 0 ? 0 : (term * common) / (harmonic[common] ?? 1);
    const notes = listNotes(x, y, similarity);
    return ok(mean(perInstance), { perInstance, notes, chance: meanOverOverlaps(k, x.n - 1, ofCommon) });
  },
};
