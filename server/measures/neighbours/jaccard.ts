import type { ParameterValues } from '../../protocol';
import { choiceOf, numberOf, ok, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { neighbours, similarities, type Similarity } from '../preparations/neighbours';
import { unitRows } from '../preparations/unitRows';

/**
 * Mean Jaccard similarity of the k-nearest-neighbour sets of x [n x d] and y [n x e].
 * Wang, Cui, Gao, Lin, Huang: WSDM 2019 and others; definition as in Klabunde et al., arXiv 2305.06329.
 */
export const jaccard: Measure = {
  id: 'nn.jaccard',
  version: 2,
  title: 'k-NN Jaccard',
  family: 'neighbours',
  compares: 'representations',
  direction: 'similarity',
  range: () => [0, 1],
  identity: () => 1,
  symmetric: true,
  metric: () => false,
  invariances: (parameters) => ({
    permutation: true,
    orthogonal: true,
    isotropicScaling: true,
    invertibleLinear: false,
    translation: choiceOf(parameters, 'similarity') === 'euclidean',
    affine: false,
  }),
  needs: { rows: 2, equalWidths: false, matchedRows: true, labels: false },
  parameters: [
    {
      name: 'k',
      kind: 'number',
      default: 10,
      min: 1,
      max: 1e6,
      integer: true,
      summary: 'Neighbours taken of each instance; must be below the number of rows.',
    },
    {
      name: 'similarity',
      kind: 'choice',
      default: 'cosine',
      choices: similarities,
      summary: 'What makes instances near: the angle between them, or their distance.',
    },
  ],
  deterministic: () => true,
  formula: 'J = (1/n) Σᵢ |N(i) ∩ N′(i)| / |N(i) ∪ N′(i)|,  N(i) = the k nearest neighbours of instance i',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \frac{\lvert N_k(i) \cap N_k'(i) \rvert}{\lvert N_k(i) \cup N_k'(i) \rvert}`,
  summary:
    'The share of nearest neighbours that an instance keeps from one input to the other. It looks at local structure ' +
    'only: how far apart the groups lie does not matter.',
  caveats: [
    'The value depends on k: compare only values of the same k and the same number of rows.',
    'Of equally near instances the one with the smaller row number is taken, so that duplicates give the same answer each time.',
    'An instance is left out of its own neighbours by its row number; implementations that drop the first neighbour found can drop a duplicate instead.',
  ],
  reference: {
    text: 'Klabunde, Schumacher, Strohmaier, Lemmerich: Similarity of Neural Network Models, ACM Computing Surveys 57(9), 2025.',
    url: 'https://arxiv.org/abs/2305.06329',
  },
  obstacle: (n, _d, _e, parameters) => {
    const k = numberOf(parameters, 'k');
    return k < n ? null : `needs more rows than neighbours: k is ${k} and there are ${n} rows`;
  },
  preparations: (parameters) => {
    const { k, similarity } = choices(parameters);
    return [magnitude, similarity === 'cosine' ? unitRows(false) : centred, neighbours(k, similarity)];
  },
  cost: (n, _d, _e, parameters) => ({
    operations: 600 * n * (numberOf(parameters, 'k') + 10),
    bytes: 12 * n,
  }),
  compare(x, y, parameters) {
    const { k, similarity } = choices(parameters);
    const preparation = neighbours(k, similarity);
    const perInstance = overlaps(x.get(preparation), y.get(preparation), x.n, k);
    const notes = [];
    for (const [which, input] of [
      ['First', x],
      ['Second', y],
    ] as const) {
      const zero = similarity === 'cosine' ? input.get(unitRows(false)).zeroRows : 0;
      if (zero > 0)
        notes.push(
          `${which} input has ${zero} zero rows, which have no direction: counted as cosine 0 to all.`,
        );
    }
    const value = perInstance.reduce((sum, overlap) => sum + overlap, 0) / x.n;
    return ok(value, { perInstance, notes, chance: chanceOf(k, x.n - 1) });
  },
};

function choices(parameters: ParameterValues): { k: number; similarity: Similarity } {
  return { k: numberOf(parameters, 'k'), similarity: choiceOf(parameters, 'similarity') as Similarity };
}

/** The mean Jaccard similarity of two random lists of k among m others: their overlap is hypergeometric. */
function chanceOf(k: number, m: number): number {
  const fewest = Math.max(0, 2 * k - m);
  let log = 0;
  const logs = Array.from({ length: k - fewest + 1 }, (_, i) => {
    const here = log;
    const common = fewest + i;
    log += 2 * Math.log(k - common) - Math.log(common + 1) - Math.log(m - 2 * k + common + 1);
    return here;
  });
  const most = logs.reduce((a, b) => Math.max(a, b));
  let [weights, sum] = [0, 0];
  logs.forEach((value, i) => {
    const weight = Math.exp(value - most);
    weights += weight;
    sum += (weight * (fewest + i)) / (2 * k - fewest - i);
  });
  return sum / weights;
}

/** The Jaccard similarity of each row's two lists. */
function overlaps(left: Uint32Array, right: Uint32Array, n: number, k: number): number[] {
  const seenBy = new Int32Array(n).fill(-1);
  return Array.from({ length: n }, (_, i) => {
    for (const j of left.subarray(i * k, (i + 1) * k)) seenBy[j] = i;
    let common = 0;
    for (const j of right.subarray(i * k, (i + 1) * k)) if (seenBy[j] === i) common++;
    return common / (2 * k - common);
  });
}
