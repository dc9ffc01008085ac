// Messages such as the extension host sends, for looking at the pages without an editor. Deterministic.
const wave = (i, j = 0) => Math.abs(Math.sin(i * 12.9898 + j * 78.233) * 43758.5453) % 1;

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
  needs: { rows: 4, equalWidths: false, labels: false },
  parameters: [],
  deterministic: true,
  formula: '',
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
    { name: 'bandwidth', kind: 'number', default: 1, min: 0.01, max: 100, summary: 'Of the RBF kernel' },
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
function run({ rows, columns, id = 'rsm.cka', kind = 'activations', known = 1, end = 'done', hole = false }) {
  const made = plan(rows, columns, id, kind);
  const cells = made.pairs.slice(0, Math.round(made.pairs.length * known)).map(([x, y]) => {
    if (hole && (x === 2 || y === 4)) {
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

const pairScores = [
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
  score('nn.jaccard', 0.3102, { chance: 0.00251 }),
];

const entry = (name, shape, dtype = 'F32') => {
  const width = dtype === 'BF16' ? 2 : 4;
  return { name, dtype, shape, bytes: width * shape.reduce((a, b) => a * b, 1) };
};

function network(blocks) {
  const tensors = [entry('embedding.weight', [50257, 768])];
  for (let b = 0; b < blocks; b++) {
    const at = `encoder.layers.${b}`;
    for (const part of ['query', 'key', 'value', 'output']) {
      tensors.push(
        entry(`${at}.attention.${part}.weight`, [768, 768]),
        entry(`${at}.attention.${part}.bias`, [768]),
      );
    }
    tensors.push(entry(`${at}.norm.weight`, [768], 'BF16'), entry(`${at}.mlp.weight`, [3072, 768]));
  }
  tensors.push(entry('head.<img src=x onerror=alert(1)>.weight', [10, 768]), entry('step', [], 'I64'));
  return tensors;
}

function statistics(tensors, count) {
  return tensors.slice(0, count).map((tensor, index) => {
    const size = tensor.shape.reduce((a, b) => a * b, 1);
    const spread = 0.02 + 0.1 * wave(index);
    const edges = Array.from({ length: 33 }, (_, i) => (i / 16 - 1) * 4 * spread);
    const counts = edges
      .slice(1)
      .map((e, i) =>
        Math.round(
          size * 0.1 * Math.exp(-(((e + edges[i]) / 2 / spread) ** 2)) * (0.8 + 0.2 * wave(i, index)),
        ),
      );
    const bad = index === 3;
    return {
      index,
      count: size,
      mean: (wave(index, 3) - 0.5) * 0.01,
      deviation: spread,
      min: -4 * spread,
      max: 4 * spread,
      sum: 12.5,
      zeros: Math.round(size * 0.01),
      notANumber: bad ? 17 : 0,
      infinite: bad ? 2 : 0,
      first: [0.0123, -0.4, 'NaN'],
      histogram: { edges, counts },
    };
  });
}

function model(tensors, more = {}) {
  const total = tensors.reduce((sum, t) => sum + t.shape.reduce((a, b) => a * b, 1), 0);
  return {
    type: 'model',
    name: 'seed1/step-2000.safetensors',
    baseline: false,
    summary: {
      path: '/runs/seed1/step-2000.safetensors',
      format: 'safetensors',
      bytes: total * 4 + 12000,
      tensorCount: tensors.length,
      elementCount: total,
      metadata: [
        ['format', 'pt'],
        ['description', 'A transformer trained on the sample corpus, seed 1, after 2,000 steps'],
      ],
      warnings: [],
      dtypes: [
        ['F32', Math.max(0, tensors.length - 2)],
        ['BF16', 1],
        ['I64', 1],
      ],
      ...more,
    },
  };
}

const partner = (reason, partnerName, state, caption, value) => ({
  type: 'partnership',
  partnerName,
  partnership: {
    path: '/runs/seed1/step-2000.safetensors',
    partner: `/runs/${partnerName}`,
    reason,
    state,
    caption,
    cells: [],
    ...(value === undefined ? {} : { value }),
  },
});
const partners = [
  partner(
    'baseline',
    'seed0/step-2000.safetensors',
    'done',
    'mean debiased linear CKA of 3 equally named layers',
    0.8732,
  ),
  partner('previous step', 'seed1/step-1500.safetensors', 'running', 'cosine of 26 equally named tensors'),
  partner(
    'open',
    'seed2/step-2000.safetensors',
    'too costly',
    'about 4 minutes; open the comparison to run it',
  ),
];

const small = network(2);
const huge = network(5000).slice(0, 50_000);
/** Scene name -> page, messages, tensors it may ask for, and what to do before the picture. */
export const scenes = {
  'model-loading': { view: 'model', messages: [] },
  'model-failed': {
    view: 'model',
    messages: [
      {
        type: 'failed',
        message:
          'broken.safetensors: the header says it is 9,007,199 bytes long but the file has 812; the file is cut off, copy it again.',
      },
    ],
  },
  'model-empty': { view: 'model', messages: [model([])], tensors: [] },
  'model-header-only': { view: 'model', messages: [model(small)], tensors: small },
  'model-small': {
    view: 'model',
    messages: [model(small, { warnings: ['2 tensors share bytes with another tensor.'] }), ...partners],
    tensors: small,
    statistics: statistics(small, small.length),
    select: 'ArrowDown',
    times: 6,
  },
  'model-50000': {
    view: 'model',
    messages: [model(huge), partners[0]],
    tensors: huge,
    statistics: statistics(huge, 9000),
    select: 'End',
    times: 1,
  },
  'comparison-waiting': { view: 'comparison', messages: [] },
  'comparison-failed': {
    view: 'comparison',
    messages: [
      { type: 'measures', measures, selected: { id: 'rsm.cka', parameters: {} } },
      {
        type: 'failed',
        run: 1,
        message:
          'seed1/activations.safetensors has 2,000 rows and seed0/activations.safetensors 1,000: compare dumps of the same instances.',
      },
    ],
  },
  'comparison-3': { view: 'comparison', messages: run({ rows: 3, columns: 3 }) },
  'comparison-running': {
    view: 'comparison',
    messages: run({ rows: 5, columns: 5, known: 0.5, end: 'running' }),
  },
  'comparison-12-hole': {
    view: 'comparison',
    messages: run({ rows: 12, columns: 12, hole: true, id: 'align.procrustes' }),
  },
  'comparison-cancelled': {
    view: 'comparison',
    messages: run({ rows: 12, columns: 12, known: 0.4, end: 'cancelled' }),
  },
  'comparison-failed-late': {
    view: 'comparison',
    messages: run({ rows: 5, columns: 5, known: 0.4, end: 'failed' }),
  },
  'comparison-pair': {
    view: 'comparison',
    messages: run({ rows: 5, columns: 5 }),
    open: true,
    pair: pairScores,
    hover: true,
  },
  'comparison-pair-running': { view: 'comparison', messages: run({ rows: 5, columns: 5 }), open: true },
  'comparison-table': {
    view: 'comparison',
    messages: run({ rows: 12, columns: 12, hole: true }),
    chart: 'Show as table',
  },
  'comparison-300': { view: 'comparison', messages: run({ rows: 300, columns: 300 }), hover: true },
  'comparison-300-zoomed': {
    view: 'comparison',
    messages: run({ rows: 300, columns: 300 }),
    open: true,
    keys: ['+', '+', '+', '+', '+', '+', '+', 'PageDown', 'PageDown'],
  },
  'comparison-weights': {
    view: 'comparison',
    messages: run({
      rows: 60,
      columns: 60,
      id: 'weights.cosine',
      kind: 'weights',
      known: 0.8,
      end: 'cancelled',
      hole: true,
    }),
    keys: ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'],
  },
};
