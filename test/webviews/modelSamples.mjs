// Messages such as the extension host sends to the page of a model.
import { wave } from './numbers.mjs';

const entry = (name, shape, dtype = 'F32') => {
  const width = dtype === 'BF16' ? 2 : 4;
  return { name, dtype, shape, bytes: width * shape.reduce((a, b) => a * b, 1) };
};

export function network(blocks) {
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

export function statistics(tensors, count) {
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

export function model(tensors, more = {}) {
  const total = tensors.reduce((sum, t) => sum + t.shape.reduce((a, b) => a * b, 1), 0);
  return {
    type: 'model',
    name: 'seed1/step-2000.safetensors',
    baseline: false,
    summary: {
      path: '/runs/seed1/step-2000.safetensors',
      stamp: 'a',
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
export const partners = [
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
