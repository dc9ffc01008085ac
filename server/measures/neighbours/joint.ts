import { none, numberOf, ok, type Measure } from '../measure';
import { neighbours } from '../preparations/neighbours';
import { harmonicNumbers, meanTerm, overlaps, rankAgreements } from './agreement';
import { choices, listCaveats, listNotes, meanOverOverlaps, nothingNear, ofLists } from './neighbourhood';
import { mean } from '../mean';
import { survey } from '../survey';

/**
 * The mean over instances of Jaccard similarity times rank similarity of the neighbours in x [n x d] and y [n x e].
 * Wang, Rao, Guo, Wang, Liu, Guan: Towards Understanding the Instability of Network Embedding, IEEE TKDE 34(2), 2022.
 */
export const joint: Measure = {
  ...ofLists,
  id: 'nn.joint',
  version: 2,
  title: 'Joint rank and Jaccard',
  deterministic: () => true,
  formula: 'JRJ = (1/n) Σᵢ Jᵢ · RSᵢ,  Jᵢ and RSᵢ the k-NN Jaccard and rank similarity of instance i',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \frac{\lvert N_k(i) \cap N_k'(i) \rvert}{\lvert N_k(i) \cup N_k'(i) \rvert} \, t_i, \quad t_i = \frac{1}{\sum_{m=1}^{K_i} 1/m} \sum_{j \in N_k(i) \cap N_k'(i)} s_i(j), \quad s_i(j) = \frac{2}{\bigl(1 + \lvert r_i(j) - r_i'(j) \rvert\bigr)\bigl(r_i(j) + r_i'(j)\bigr)}, \quad K_i = \lvert N_k(i) \cap N_k'(i) \rvert`,
  summary:
    'How many nearest neighbours an instance keeps, and whether they come in the same order: 1 only where both lists ' +
    'are equal. Known as embedding stability.',
  caveats: [
    'It is the mean of the products over instances, not the product of the two means.',
    ...listCaveats,
  ],
  uninformative: (n) => (n === 2 ? 'is 1 for any two rows that differ: more rows are needed' : null),
  reference: survey,
  cost: (n, _d, _e, parameters) => ({
    operations: 1500 * n * (numberOf(parameters, 'k') + 10),
    bytes: 24 * n,
  }),
  compare(x, y, parameters) {
    const { k, similarity } = choices(parameters);
    const nothing = nothingNear(x, y, similarity);
    if (nothing !== null) return none('degenerate', nothing);
    const lists = neighbours(k, similarity);
    const [left, right] = [x.get(lists), y.get(lists)];
    const ranked = rankAgreements(left, right, x.n, k);
    const shared = overlaps(left, right, x.n, k);
    const perInstance = shared.map((overlap, i) => overlap * (ranked[i] ?? 0));
    const [term, harmonic] = [meanTerm(k), harmonicNumbers(k)];
    const ofCommon = (common: number): number =>
      common === 0 ? 0 : (term * common * common) / ((harmonic[common] ?? 1) * (2 * k - common));
    const notes = listNotes(x, y, similarity);
    const details = [
      { name: 'k-NN Jaccard', value: mean(shared) },
      { name: 'rank similarity', value: mean(ranked) },
    ];
    const chance = meanOverOverlaps(k, x.n - 1, ofCommon);
    return ok(mean(perInstance), { perInstance, notes, details, chance });
  },
};
