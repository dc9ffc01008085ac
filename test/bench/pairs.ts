// Times measures that look at all pairs of rows beside NumPy and SciPy doing the same: see numpy.ts.
// `npm run bench:pairs [ROUNDS] [COLUMNS]`. A row is a task and, where need be, a function in `definitions`.
import { besideNumPy, type Task } from './numpy';

const [n, d] = [5000, Number(process.argv[3] ?? 256)] as const;

const tasks: readonly Task[] = [
  { title: 'RSA, Pearson + Spearman', calls: ['rsa'], numpy: 'rsa(spearman)' },
  { title: 'RSA, Pearson + Pearson', calls: ['rsa(outer: pearson)'], numpy: 'rsa(pearson)' },
  { title: 'CKA, rbf', calls: ['cka(kernel: rbf)'], numpy: 'rbfCka()' },
  { title: 'distance correlation', calls: ['dcor'], numpy: 'dcor()' },
  { title: 'k-NN Jaccard, cosine, k = 10', calls: ['jaccard'], numpy: 'jaccard(opposite, 10)' },
  {
    title: 'k-NN Jaccard, Euclidean, k = 10',
    calls: ['jaccard(similarity: euclidean)'],
    numpy: 'jaccard(squared, 10)',
  },
  { title: 'k-NN Jaccard, cosine, k = 500', calls: ['jaccard(k: 500)'], numpy: 'jaccard(opposite, 500)' },
  { title: 'uniformity of unit rows', calls: ['uniformity(rows: unit)'], numpy: 'uniformity()' },
];

// What an expert would write: BLAS products, no loops, indices of the triangle made beforehand.
const definitions = `
from scipy.stats import spearmanr
triangle = np.tril_indices(${n}, -1)
off = 1.0 - np.eye(5000)
def spearman(p, q): return spearmanr(p, q)[0]
def pearson(p, q): return np.corrcoef(p, q)[0, 1]
def rsa(compare): return [compare(*(1 - np.corrcoef(m)[triangle] for m in (x, y)))]
def squared(m):
    m = m - m.mean(0); lengths = (m * m).sum(1)
    return np.maximum(lengths[:, None] + lengths - 2 * (m @ m.T), 0) * off
def aligned(k, l):
    k, l = (m - m.mean(0) - m.mean(1)[:, None] + m.mean() for m in (k, l))
    return np.vdot(k, l) / np.sqrt(np.vdot(k, k) * np.vdot(l, l))
def rbf(m):
    s = squared(m)
    return np.exp(s * (-0.5 / (0.64 * np.median(s))))
def rbfCka(): return [aligned(rbf(x), rbf(y))]
def opposite(m):
    m = m / np.linalg.norm(m, axis=1, keepdims=True)
    return -(m @ m.T)
def nearest(far, k):
    np.fill_diagonal(far, np.inf)
    return np.argpartition(far, k, axis=1)[:, :k]
def jaccard(far, k):
    seen, common = np.zeros(${n}, bool), np.zeros(${n})
    for i, (p, q) in enumerate(zip(nearest(far(x), k), nearest(far(y), k))):
        seen[p] = True; common[i] = np.count_nonzero(seen[q]); seen[p] = False
    return [(common / (2 * k - common)).mean()]
def uniformity(): return [abs(np.subtract(*(np.log(np.exp(-4 - 4 * opposite(m)).mean()) for m in (x, y))))]
def dcor(): return [np.sqrt(aligned(*(np.sqrt(squared(m)) for m in (x, y))))]
`;

void besideNumPy([n, d], Number(process.argv[2] ?? 3), definitions, tasks);
