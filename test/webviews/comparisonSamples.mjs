// Messages such as the extension host sends to the page of a comparison.
import { findMeasure } from '../../server/measures/catalogue';
import { describeMeasure } from '../../server/measures/describe';
import { wave } from './numbers.mjs';

const measure = (id, title, family, more = {}) => ({
  id,
  title,
  family,
  compares: 'representations',
  direction: 'similarity',
  range: [0, 1],
  identity: 1,
  symmetric: true,
  metric: false,
  invariances: { permutation: true, orthogonal: true, isotropicScaling: true, translation: true },
  needs: { rows: 4, equalWidths: false, matchedRows: true, labels: false },
  familyTitle: family,
  unchangedBy: ['rotation and reflection', 'scaling'],
  impliedUnchangedBy: ['permutation of neurons'],
  parameters: [],
  deterministic: true,
  formula: 'CKA = HSIC(K, L) / √(HSIC(K, K) HSIC(L, L))',
  tex: String.raw`\frac{\mathrm{HSIC}(K, L)}{\sqrt{\mathrm{HSIC}(K, K)\, \mathrm{HSIC}(L, L)}}`,
  summary: `${title}: what it sees and what it does not see.`,
  caveats: [],
  reference: { text: 'Kornblith et al. 2019' },
  ...more,
});

const cka = measure('rsm.cka', 'Centred kernel alignment (CKA)', 'similarityMatrix', {
  range: [null, 1],
  parameters: [
    { name: 'kernel', kind: 'choice', default: 'linear', choices: ['linear', 'rbf'], summary: 'Kernel' },
    { name: 'debiased', kind: 'flag', default: true, summary: 'Use the unbiased estimator' },
    {
      name: 'bandwidth',
      only: { parameter: 'kernel', value: 'rbf' },
      kind: 'number',
      default: 1,
      min: 0.01,
      max: 100,
      summary: 'Of the RBF kernel',
    },
  ],
});
export const measures = [
  cka,
  measure('cca.mean', 'Mean canonical correlation', 'cca', {
    invariances: {
      permutation: true,
      orthogonal: true,
      isotropicScaling: true,
      invertibleLinear: true,
      translation: true,
      affine: true,
    },
  }),
  measure('cca.svcca', 'SVCCA', 'cca'),
  measure('align.procrustes', 'Orthogonal Procrustes', 'alignment', {
    direction: 'distance',
    range: [0, null],
    identity: 0,
    metric: true,
    invariances: { permutation: true, orthogonal: true },
  }),
  measure('rsm.rsa', 'Representational similarity analysis (RSA)', 'similarityMatrix'),
  measure('nn.jaccard', 'k-NN Jaccard', 'neighbours', {
    parameters: [{ name: 'k', kind: 'number', default: 10, min: 1, max: 1000, summary: 'Neighbours' }],
  }),
  measure('rsm.riemann', 'Riemannian distance', 'similarityMatrix'),
  measure('topo.rtd', 'Representation topology divergence (RTD)', 'topology'),
  describeMeasure(findMeasure('topo.imd')),
  measure('weights.cosine', 'Cosine of the values', 'weights', {
    range: [-1, 1],
    invariances: { isotropicScaling: true },
  }),
  measure('weights.relative_change', 'Relative change', 'weights', {
    direction: 'distance',
    range: [0, null],
    identity: 0,
    invariances: {},
  }),
];

const score = (id, value, more = {}) => ({
  measure: id,
  parameters: {},
  value,
  status: 'ok',
  n: 2000,
  notes: [],
  ...more,
});

const layers = (count) =>
  Array.from({ length: count }, (_, i) => ({
    tensor:
      count <= 5
        ? `layer${i + 1}`
        : `encoder.block${Math.floor(i / 6)}.${['attention.query', 'attention.key', 'attention.value', 'attention.output', 'mlp.expand', 'mlp.contract'][i % 6]}`,
    shape: [2000, 64 + 32 * (i % 4)],
  }));

function plan(count, other, id, kind = 'activations') {
  const [x, y] = [layers(count), kind === 'weights' ? layers(count) : layers(other)];
  const pairs = kind === 'weights' ? x.map((_, i) => [i, i]) : x.flatMap((_, i) => y.map((_, j) => [i, j]));
  return {
    kind,
    x: { path: '/runs/seed0/activations.safetensors', layers: x },
    y: { path: '/runs/seed1/activations.safetensors', layers: y },
    pairs,
    measure: { id, parameters: {} },
    notes:
      kind === 'weights'
        ? [
            'Weights of separately trained networks have no common axes: only runs that share a start can be compared value by value.',
          ]
        : [],
    range: [0, 1],
    estimate: { seconds: 42, bytes: 1e8, cached: 0, cells: pairs.length },
  };
}

function cell(x, y, id, count) {
  const value =
    id === 'align.procrustes' || id === 'weights.relative_change'
      ? Math.abs(x - y) * 0.3 + wave(x, y)
      : Math.max(
          -0.01,
          Math.exp(-Math.abs(x - y) / (count / 4)) * (0.9 + 0.1 * wave(x, y)) -
            (count > 20 ? 0.05 * wave(y, x) : 0),
        );
  const notes =
    x === 1 && count < 20 ? ['Fewer rows than columns: canonical correlations come out too high'] : [];
  return { x, y, cached: false, score: score(id, Math.min(1, value), { chance: 0.0312, notes }) };
}

/** Messages of a run; `known` of its pairs have a score, those in row 2 of small grids have none. */
export function run({
  rows,
  columns,
  id = 'rsm.cka',
  kind = 'activations',
  known = 1,
  end = 'done',
  hole = false,
  nothing = false,
  parameters = {},
}) {
  const made = { ...plan(rows, columns, id, kind), measure: { id, parameters } };
  const cells = made.pairs.slice(0, Math.round(made.pairs.length * known)).map(([x, y]) => {
    if (nothing || (hole && (x === 2 || y === 4))) {
      const none = {
        value: null,
        status: 'degenerate',
        reason: 'Every row of this layer is the same: there is nothing to compare.',
      };
      return { x, y, cached: false, score: { ...score(id, null), ...none } };
    }
    return cell(x, y, id, rows);
  });
  const messages = [
    {
      type: 'measures',
      measures: kind === 'weights' ? measures.slice(-2) : measures.slice(0, -2),
      selected: made.measure,
    },
    {
      type: 'plan',
      run: 1,
      plan: made,
      xName: 'seed0/activations.safetensors',
      yName: 'seed1/activations.safetensors',
    },
    { type: 'cells', run: 1, cells },
  ];
  if (end === 'done') messages.push({ type: 'done', run: 1, comparison: { ...made, cells, seconds: 3.2 } });
  if (end === 'cancelled') messages.push({ type: 'cancelled', run: 1 });
  if (end === 'failed')
    messages.push({
      type: 'failed',
      run: 1,
      message: 'The worker ran out of memory at layer3; raise nnsim.memoryLimit or compare fewer rows.',
    });
  return messages;
}

export const pairScores = [
  score('rsm.cka', 0.873245123, {
    chance: 0.0312,
    parameters: { kernel: 'linear', debiased: true, bandwidth: 1 },
  }),
  score('cca.mean', 0.71234567, {
    chance: 0.18,
    notes: ['Fewer than ten rows for each column: the value is biased upwards.'],
  }),
  score('cca.svcca', 0.7011),
  score('align.procrustes', 12.345678),
  score('rsm.rsa', null, {
    value: null,
    status: 'undefined',
    reason: 'All distances of the second layer are equal: their correlation is not defined.',
  }),
  score('nn.jaccard', 0.3102, {
    chance: 0.00251,
    standardError: 0.0123,
    seed: 1,
    details: [
      { name: 'rank of the first input', value: 28 },
      { name: 'rank of the second input', value: 31 },
      { name: 'tolerance', value: 1e-10 },
    ],
    curve: {
      parameter: 'tolerance',
      points: Array.from({ length: 30 }, (_, i) => [i / 29, 1 - Math.exp(-i / 8)]),
    },
  }),
];

/** What the host knows of the pair: two measures are computed, one takes long, one does not apply. */
export const pairKnowledge = {
  costs: [
    ...pairScores.map(({ measure: id }) => ({ measure: id, seconds: 0.1, bytes: 1e6, pairs: 1 })),
    { measure: 'topo.rtd', seconds: 95, bytes: 1e8, pairs: 1 },
    {
      measure: 'rsm.riemann',
      seconds: null,
      bytes: 0,
      pairs: 0,
      reason: 'needs more columns than rows: 128 < 2000',
    },
  ],
  scores: pairScores.slice(1),
  computing: ['rsm.cka'],
};
