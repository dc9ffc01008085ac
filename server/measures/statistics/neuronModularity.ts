import { largestSeed } from '../../linalg/random';
import type { ParameterValues } from '../../protocol';
import { permutationScaleShift } from '../invariances';
import { choiceOf, numberOf, type Measure } from '../measure';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { scaled } from '../preparations/scaled';
import type { Preparation, Prepared } from '../prepared';
import { refined } from './annealing';
import { graphOf, modularity, spectralPartition, type Graph } from './partition';
import { difference, ofStatistics, statisticCaveats, type Statistic } from './statistic';

const associations = ['cov', 'corr'] as const;
type Association = (typeof associations)[number];

/** How much of the columns' own variation rounding may make up between them. */
const rounding = 64 * Number.EPSILON;

/** The graph of the columns, weighted by the size of their covariance or correlation; null when it has no edges. */
function neuronGraph(association: Association): Preparation<Graph | null> {
  return {
    id: `neuronGraph ${association}`,
    cost: (n, d) => ({ operations: n * d * d + 60 * d * d + 20 * n * d, bytes: 8 * d * d }),
    make: (of) => {
      const { data, cols } = of.engine.gram(of.get(centred), 'columns');
      const scales = columnScales(of, data, association);
      let [own, between] = [0, 0];
      for (let i = 0; i < cols; i++) {
        for (let j = 0; j < cols; j++) {
          const value = Math.abs(data[i * cols + j] ?? 0) * (scales[i] ?? 0) * (scales[j] ?? 0);
          data[i * cols + j] = i === j ? 0 : value;
          if (i === j) own += value;
          else between += value;
        }
      }
      return between > rounding * own ? graphOf({ rows: cols, cols, data }) : null;
    },
  };
}

/** What to multiply each column's covariances by; 0 for columns that vary by rounding alone. */
function columnScales(of: Prepared, covariance: Float64Array, association: Association): Float64Array {
  const { data } = of.get(scaled);
  const largest = new Float64Array(of.d);
  for (let i = 0, at = 0; i < of.n; i++) {
    for (let j = 0; j < of.d; j++, at++) largest[j] = Math.max(largest[j] ?? 0, Math.abs(data[at] ?? 0));
  }
  return largest.map((size, j) => {
    const length = Math.sqrt(covariance[j * of.d + j] ?? 0);
    if (length <= 4 * Number.EPSILON * size * Math.sqrt(of.n)) return 0;
    return association === 'corr' ? 1 / length : 1;
  });
}

interface Refinement {
  readonly steps: number;
  readonly seed: number;
}

/** The graph's modularity for the best communities found. */
function found(association: Association, refinement: Refinement | null): Preparation<Statistic> {
  return {
    id: `neuronModularity ${association} ${JSON.stringify(refinement)}`,
    cost: (_n, d) => ({
      operations: 14 * d ** 3 + 200 * d * d + 60 * (refinement?.steps ?? 0) * d,
      bytes: 16 * d * d,
    }),
    make: (of) => {
      const graph = of.get(neuronGraph(association));
      if (graph === null) {
        return {
          missing: (which) => `No two columns of the ${which} input vary together: the graph has no edges.`,
        };
      }
      const spectral = spectralPartition(graph, of.engine);
      const partition = refinement === null ? spectral : refined(graph, spectral, refinement, of.engine);
      const isolated = of.d - graph.nodes.length;
      const note = (which: string): string =>
        `${isolated} columns of the ${which} input vary with no other: they belong to no community.`;
      return {
        value: modularity(graph, partition),
        parts: [{ name: 'communities', value: new Set(partition).size }],
        notes: isolated > 0 ? [note] : [],
      };
    },
  };
}

/**
 * The difference of the modularities of the graphs of neurons of x [n x d] and y [n x e]. Lange, Rolnick, Kording:
 * Clustering units in neural networks: upstream vs downstream information, TMLR 2022; as in Klabunde et al., arXiv
 * 2305.06329.
 */
export const neuronModularity: Measure = {
  ...ofStatistics,
  id: 'stat.neuron_modularity',
  version: 2,
  title: 'Neuron-graph modularity',
  range: () => [0, 1],
  invariances: () => permutationScaleShift,
  needs: { rows: 2, equalWidths: false, matchedRows: false, labels: false },
  parameters: [
    {
      name: 'association',
      kind: 'choice',
      default: 'cov',
      choices: associations,
      summary: 'What joins two neurons: the absolute value of their covariance or of their correlation.',
    },
    {
      name: 'refinement',
      kind: 'choice',
      default: 'none',
      choices: ['none', 'montecarlo'],
      summary: 'montecarlo: improve the communities found by spectral bisection by moving neurons at random.',
    },
    {
      name: 'steps',
      kind: 'number',
      default: 10_000,
      min: 1,
      max: 1e7,
      integer: true,
      summary: 'How many times a neuron is drawn and may move.',
      only: { parameter: 'refinement', value: 'montecarlo' },
    },
    {
      name: 'seed',
      kind: 'number',
      default: 1,
      min: 0,
      max: largestSeed,
      integer: true,
      summary: 'Of the random moves: the same seed gives the same value.',
      only: { parameter: 'refinement', value: 'montecarlo' },
    },
  ],
  deterministic: (parameters) => refinementOf(parameters) === null,
  formula:
    'm = |Q − Q′|,  Q = max_C tr(Cᵀ Ã C) − tr(Cᵀ Ã 𝟏𝟏ᵀ Ã C),  Ã = A / Σᵢⱼ A_ij, A_ij = |cov(R_·i, R_·j)| for i ≠ j, A_ii = 0,  ' +
    'rows of C: the community of each neuron',
  tex: String.raw`\lvert Q(R) - Q(R') \rvert, \quad Q(R) = \max_C \operatorname{tr}(C^\top \tilde A C) - \operatorname{tr}(C^\top \tilde A \mathbf{1} \mathbf{1}^\top \tilde A C), \quad \tilde A = \frac{A}{\sum_{ij} A_{ij}}, \; A_{ij} = \lvert \operatorname{cov}(R_{-,i}, R_{-,j}) \rvert`,
  summary:
    'Whether the neurons of an input fall into groups that vary together within and not between them: one number for ' +
    'each input, and how much the two numbers differ. The instances need not be the same.',
  caveats: [
    ...statisticCaveats,
    'The best communities cannot be found for certain: spectral bisection gives a lower bound of the modularity, refinement a better one.',
    'The second term is misprinted in the survey; the formula here is that of the authors’ code.',
    'Of the four associations of its authors only this one is computed from activations alone; the others need gradients.',
    'Each position of a flattened convolution counts as a neuron.',
  ],
  reference: {
    text: 'Lange, Rolnick, Kording: Clustering units in neural networks: upstream vs downstream information, TMLR 2022; Newman: Modularity and community structure in networks, PNAS 103(23), 2006.',
    url: 'https://arxiv.org/abs/2203.11815',
  },
  preparations: (parameters) => {
    const association = choiceOf(parameters, 'association') as Association;
    const best = found(association, refinementOf(parameters));
    return [magnitude, scaled, centred, neuronGraph(association), best];
  },
  cost: (n) => ({ operations: n, bytes: 0 }),
  compare(x, y, parameters) {
    const refinement = refinementOf(parameters);
    const best = found(choiceOf(parameters, 'association') as Association, refinement);
    const outcome = difference(x.get(best), y.get(best));
    return refinement === null || outcome.value === null ? outcome : { ...outcome, seed: refinement.seed };
  },
};

function refinementOf(parameters: ParameterValues): Refinement | null {
  if (choiceOf(parameters, 'refinement') === 'none') return null;
  return { steps: numberOf(parameters, 'steps'), seed: numberOf(parameters, 'seed') };
}
