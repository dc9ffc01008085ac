// Times whole measures on one pair beside NumPy doing the same algorithm: see numpy.ts.
import { besideNumPy, type Task } from './numpy';

const [n, d] = [5000, 768] as const;

const tasks: readonly Task[] = [
  {
    title: 'CKA + Procrustes (centred) + mean CCA',
    calls: ['cka', 'procrustes(centre: yes)', 'cca.mean'],
    numpy: 'shared(True, True, True)',
  },
  { title: 'CKA', calls: ['cka'], numpy: 'shared(True, False, False)' },
  {
    title: 'Procrustes (centred)',
    calls: ['procrustes(centre: yes)'],
    numpy: 'shared(False, True, False)',
  },
  { title: 'mean CCA', calls: ['cca.mean'], numpy: 'shared(False, False, True)' },
  { title: 'mean squared CCA', calls: ['cca.mean_sq'], numpy: 'meanSquared()' },
];

const definitions = `
svd = lambda m: np.linalg.svd(m, compute_uv=False)
def whitening(gram):
    values, vectors = np.linalg.eigh(gram)
    return vectors / np.sqrt(values)
def shared(cka, procrustes, cca):
    a, b = x - x.mean(0), y - y.mean(0)
    cross = a.T @ b
    values = []
    if cka or cca: g, h = a.T @ a, b.T @ b
    if cka: values.append((cross ** 2).sum() / np.sqrt((g ** 2).sum() * (h ** 2).sum()))
    if procrustes: values.append(np.sqrt((a ** 2).sum() + (b ** 2).sum() - 2 * svd(cross).sum()))
    if cca: values.append(svd(whitening(g).T @ cross @ whitening(h)).mean())
    return values
def meanSquared():
    a, b = x - x.mean(0), y - y.mean(0)
    return [((whitening(a.T @ a).T @ (a.T @ b) @ whitening(b.T @ b)) ** 2).sum() / ${d}]
`;

void besideNumPy([n, d], Number(process.argv[2] ?? 5), definitions, tasks);
