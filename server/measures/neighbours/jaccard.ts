import { none, numberOf, ok, type Measure } from '../measure';
import { neighbourSets } from '../preparations/neighbours';
import { overlaps } from './agreement';
import {
  choices,
  listCaveats,
  listNotes,
  meanOverOverlaps,
  nothingNear,
  ofLists,
  rowsOf,
} from './neighbourhood';
import { mean } from '../mean';
import { survey } from '../survey';

/**
 * Mean Jaccard similarity of the k-nearest-neighbour sets of x [n x d] and y [n x e].
 * Schumacher, Wolf, Ritzert, Lemmerich, Bachmann, Frantzen, Klabunde, Grohe, Strohmaier: The Effects of Randomness on
 * the Stability of Node Embeddings, 2021, and others; as in Klabunde et al., arXiv 2305.06329.
 */
export const jaccard: Measure = {
  ...ofLists,
  id: 'nn.jaccard',
  version: 4,
  title: 'k-NN Jaccard',
  deterministic: () => true,
  preparations: (parameters) => {
    const { k, similarity } = choices(parameters);
    return [...rowsOf(similarity), neighbourSets(k, similarity)];
  },
  formula: 'J = (1/n) Σᵢ |N(i) ∩ N′(i)| / |N(i) ∪ N′(i)|,  N(i) = the k nearest neighbours of instance i',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \frac{\lvert N_k(i) \cap N_k'(i) \rvert}{\lvert N_k(i) \cup N_k'(i) \rvert}`,
  summary:
    'The share of nearest neighbours that an instance keeps from one input to the other. It looks at local structure ' +
    'only: how far apart the groups lie does not matter.',
  caveats: listCaveats,
  uninformative: (n, _d, _e, parameters) =>
    n === numberOf(parameters, 'k') + 1 ? 'is 1 where k takes in all other rows: give a smaller k' : null,
  reference: survey,
  cost: (n, _d, _e, parameters) => ({
    operations: 600 * n * (numberOf(parameters, 'k') + 10),
    bytes: 12 * n,
  }),
  compare(x, y, parameters) {
    const { k, similarity } = choices(parameters);
    const nothing = nothingNear(x, y, similarity);
    if (nothing !== null) return none('degenerate', nothing);
    const sets = neighbourSets(k, similarity);
    const perInstance = overlaps(x.get(sets).who, y.get(sets).who, x.n, k);
    const chance = meanOverOverlaps(k, x.n - 1, (common) => common / (2 * k - common));
    const notes = listNotes(x, y, similarity);
    return ok(mean(perInstance), { perInstance, notes, chance });
  },
};
