// Times the measures of class scores on the logits of two models beside NumPy and SciPy doing the same: see numpy.ts.
// `npm run bench:outputs [ROUNDS] [CLASSES]`.
import { besideNumPy, type Task } from './numpy';

const [n, d] = [10_000, Number(process.argv[3] ?? 1000)] as const;

const logits = (title: string, calls: readonly string[], numpy: string): Task => {
  return { title, calls, numpy, meaning: 'logits' };
};

const tasks: readonly Task[] = [
  logits('disagreement', ['disagreement'], '[(x.argmax(1) != y.argmax(1)).mean()]'),
  logits('norm of soft prediction difference', ['norm_diff'], 'norm(softmax(x), softmax(y))'),
  logits('surrogate churn', ['surrogate_churn'], 'churn(softmax(x), softmax(y))'),
  logits('Jensen-Shannon divergence', ['jsd'], 'jsd(softmax(x), softmax(y))'),
  logits('Kullback-Leibler divergence', ['kl'], 'kl(softmax(x))'),
  logits('Rashomon capacity', ['rashomon'], 'rashomon(softmax(x), softmax(y))'),
  logits(
    'all six',
    ['disagreement', 'norm_diff', 'surrogate_churn', 'jsd', 'kl', 'rashomon'],
    'six(softmax(x), softmax(y))',
  ),
];

// What an expert would write: whole arrays at once, the capacities of all instances by Newton's steps together.
const definitions = `
from scipy.special import log_softmax, rel_entr, softmax as soft
def softmax(z): return soft(z, axis=1)
def norm(p, q): return [np.linalg.norm(p - q, axis=1).mean() / 2]
def churn(p, q):
    p, q = (r / r.max(1, keepdims=True) for r in (p, q))
    return [np.abs(p - q).sum(1).mean() / 2]
def jsd(p, q):
    m = (p + q) / 2
    return [((rel_entr(p, m) + rel_entr(q, m)).sum(1) / 2).mean()]
def kl(p): return [(p * (log_softmax(x, 1) - log_softmax(y, 1))).sum(1).mean()]
def rashomon(p, q):
    w, away = np.full((len(p), 1), 0.5), p - q
    for _ in range(50):
        m = w * p + (1 - w) * q
        first, second = rel_entr(p, m).sum(1), rel_entr(q, m).sum(1)
        if np.abs(first - second).max() < 1e-9: break
        w = np.clip(w + ((first - second) / (away * away / m).sum(1))[:, None], 1e-9, 1 - 1e-9)
    low = w[:, 0] * first + (1 - w[:, 0]) * second
    return [np.exp(low).mean()]
def six(p, q):
    return [(p.argmax(1) != q.argmax(1)).mean(), *norm(p, q), *churn(p, q), *jsd(p, q), *kl(p), *rashomon(p, q)]
`;

void besideNumPy([n, d], Number(process.argv[2] ?? 3), definitions, tasks);
