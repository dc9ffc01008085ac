import { largestSeed } from '../../linalg/random';
import type { Detail, ParameterValues } from '../../protocol';
import { rotationScaleShift } from '../invariances';
import { choiceOf, none, numberOf, ok, type Measure, type Outcome } from '../measure';
import { centred } from '../preparations/centred';
import { shifted } from '../preparations/shifted';
import { magnitude } from '../preparations/magnitude';
import { neighbours } from '../preparations/neighbours';
import { constantReason } from '../preparations/variation';
import type { Preparation, Prepared } from '../prepared';
import { heatTrace, times } from './heatTrace';
import { estimatedHeatTraces } from './lanczos';
import { normalisedAdjacency } from './neighbourGraph';
import { radialOrder, radii } from './radialOrder';

/**
 * Multi-scale intrinsic distance of x [n x d] and y [n x e]: how far apart the heat traces of their neighbour graphs
 * get. Tsitsulin, Munkhoeva, Mottin, Karras, Bronstein, Oseledets, Mueller: The Shape of Data, ICLR 2020.
 */
export const imd: Measure = {
  id: 'topo.imd',
  version: 2,
  title: 'Multi-scale intrinsic distance',
  family: 'topology',
  compares: 'representations',
  direction: 'distance',
  range: () => [0, Infinity],
  identity: () => 0,
  symmetric: true,
  metric: () => true,
  invariances: () => rotationScaleShift,
  needs: { rows: 3, equalWidths: false, matchedRows: false, labels: false },
  parameters: [
    {
      name: 'k',
      kind: 'number',
      default: 5,
      min: 1,
      max: 1e4,
      integer: true,
      summary: 'Nearest neighbours each instance is joined to; must be below the number of rows.',
    },
    {
      name: 'scaling',
      kind: 'choice',
      default: 'raw',
      choices: ['raw', 'msid'],
      summary: "raw is the definition; msid is what the authors' code prints, 10⁶/n times as much.",
    },
    {
      name: 'over',
      kind: 'choice',
      default: 'maximum',
      choices: ['maximum', 'norm'],
      summary:
        "The largest weighted difference over times, or the authors' l2 mode: the norm of the unweighted ones.",
    },
    {
      name: 'spectrum',
      kind: 'choice',
      default: 'exact',
      choices: ['exact', 'lanczos'],
      summary: 'exact has every digit and takes time with n²; lanczos estimates from random vectors, with n.',
    },
    {
      name: 'steps',
      only: { parameter: 'spectrum', value: 'lanczos' },
      kind: 'number',
      default: 10,
      min: 3,
      max: 100,
      integer: true,
      summary: 'Lanczos steps for each random vector.',
    },
    {
      name: 'vectors',
      only: { parameter: 'spectrum', value: 'lanczos' },
      kind: 'number',
      default: 100,
      min: 2,
      max: 1e5,
      integer: true,
      summary: 'Random vectors; the standard error falls with the root of their number.',
    },
    {
      name: 'seed',
      only: { parameter: 'spectrum', value: 'lanczos' },
      kind: 'number',
      default: 1,
      min: 0,
      max: largestSeed,
      integer: true,
      summary: 'Fixes the random vectors.',
    },
  ],
  deterministic: (parameters) => choiceOf(parameters, 'spectrum') === 'exact',
  formula:
    'IMD = max over t in [0.1, 10] of e^(−2(t + 1/t)) · |h(t) − h′(t)|,  h(t) = Σᵢ e^(−t λᵢ),  λ: eigenvalues of I − D^(−1/2) A D^(−1/2)',
  tex: String.raw`\max_{0.1 \le t \le 10} e^{-2(t + 1/t)} \lvert h(t) - h'(t) \rvert, \quad h(t) = \operatorname{tr} e^{-t L} = \sum_{i=1}^{n} e^{-t \lambda_i}, \quad L = I - D^{-1/2} A D^{-1/2}`,
  summary:
    'Compares the shapes of two clouds of instances by how heat spreads on their graphs of nearest neighbours: at short ' +
    'times the local structure counts, at long times the clusters. Which instance is which does not matter, so a ' +
    'value of 0 does not mean that the same instances are near each other.',
  caveats: [
    'The value grows with the number of rows (raw) and depends on k: compare only values of the same k and number of rows.',
    'The weight peaks at t = 1 with e⁻⁴: times far from it hardly count.',
    'Equal rows, and neighbours equally far, are taken in the order of the file; only then the order of rows matters.',
    "Estimating by lanczos takes the traces of the first four powers of the graph out of the estimate, the authors' code only of the first: its error is far smaller. Noise raises a small distance: trust nothing below the standard error.",
    'The exact trace takes 300 n² operations of a sparse kind for each input: seconds for 5000 rows, minutes for 30000.',
  ],
  reference: {
    text: 'Tsitsulin et al.: The Shape of Data: Intrinsic Distance for Data Distributions, ICLR 2020.',
    url: 'https://arxiv.org/abs/1905.11141',
  },
  obstacle: (n, _d, _e, parameters) => {
    const k = numberOf(parameters, 'k');
    return k < n ? null : `needs more rows than neighbours: k is ${k} and there are ${n} rows`;
  },
  preparations: (parameters) => {
    const k = numberOf(parameters, 'k');
    const graph = [magnitude, centred, shifted, neighbours(k, 'euclidean'), normalisedAdjacency(k)];
    return choiceOf(parameters, 'spectrum') === 'exact'
      ? [...graph, heatTrace(k)]
      : [...graph, radii, radialOrder, estimates(parameters)];
  },
  cost: (_n, _d, _e, parameters) => ({
    operations:
      256 * 20 * (choiceOf(parameters, 'spectrum') === 'exact' ? 1 : numberOf(parameters, 'vectors')),
    bytes: 8 * 256 * 4,
  }),
  compare(x, y, parameters) {
    const constant = constantReason(x, y);
    if (constant !== null) return none('degenerate', constant);
    if (choiceOf(parameters, 'spectrum') === 'exact') {
      const preparation = heatTrace(numberOf(parameters, 'k'));
      const { value, details } = distance(x.get(preparation), y.get(preparation), x.n, parameters);
      return ok(value, { details });
    }
    return estimated(x, y, parameters);
  },
};

function estimates(parameters: ParameterValues): Preparation<Float64Array> {
  const [steps, vectors, seed] = ['steps', 'vectors', 'seed'].map((name) => numberOf(parameters, name));
  return estimatedHeatTraces(numberOf(parameters, 'k'), {
    steps: steps ?? 0,
    vectors: vectors ?? 0,
    seed: seed ?? 0,
  });
}

interface Distance {
  readonly value: number;
  /** How the value changes with the difference of the traces at each time. */
  readonly slope: Float64Array;
  readonly details: readonly Detail[];
}

function distance(h: Float64Array, g: Float64Array, n: number, parameters: ParameterValues): Distance {
  const differences = h.map((value, i) => value - (g[i] ?? 0));
  const weighted = differences.map((value, i) => weight(times[i] ?? 1) * value);
  const at = weighted.reduce(
    (best, value, i) => (Math.abs(value) > Math.abs(weighted[best] ?? 0) ? i : best),
    0,
  );
  const raw = Math.abs(weighted[at] ?? 0);
  const norm = Math.sqrt(differences.reduce((sum, value) => sum + value * value, 0));
  const byMaximum = choiceOf(parameters, 'over') === 'maximum';
  const factor = choiceOf(parameters, 'scaling') === 'raw' ? 1 : 1e6 / n;
  const slope = byMaximum
    ? differences.map((_, i) => (i === at ? factor * weight(times[i] ?? 1) * Math.sign(weighted[i] ?? 0) : 0))
    : differences.map((value) => (norm === 0 ? 0 : (factor * value) / norm));
  const other = choiceOf(parameters, 'scaling') === 'raw' ? 'msid-scaled value' : 'raw value';
  const value = byMaximum ? raw : norm;
  return {
    value: factor * value,
    slope,
    details: [
      { name: other, value: other === 'raw value' ? value : (value * 1e6) / n },
      ...(byMaximum ? [{ name: 'time of the largest difference', value: times[at] ?? 1 }] : []),
    ],
  };
}

function weight(t: number): number {
  return Math.exp(-2 * (t + 1 / t));
}

function estimated(x: Prepared, y: Prepared, parameters: ParameterValues): Outcome {
  const [p, q] = [x.get(estimates(parameters)), y.get(estimates(parameters))];
  const vectors = p.length / times.length;
  const mean = (all: Float64Array): Float64Array =>
    times.map((_, i) => {
      let sum = 0;
      for (let at = i; at < all.length; at += times.length) sum += all[at] ?? 0;
      return sum / vectors;
    });
  const { value, slope, details } = distance(mean(p), mean(q), x.n, parameters);
  // To first order the value is the mean over vectors of the differences along its slope.
  const along = Array.from({ length: vectors }, (_, v) => {
    let sum = 0;
    slope.forEach((by, i) => (sum += by * ((p[v * 256 + i] ?? 0) - (q[v * 256 + i] ?? 0))));
    return sum;
  });
  const centre = along.reduce((sum, each) => sum + each, 0) / vectors;
  const squares = along.reduce((sum, each) => sum + (each - centre) ** 2, 0);
  return ok(value, {
    details,
    seed: numberOf(parameters, 'seed'),
    standardError: Math.sqrt(squares / (vectors - 1) / vectors),
    notes: [`An estimate from ${vectors} random vectors, not the exact spectrum.`],
  });
}
