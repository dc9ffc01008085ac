// What the pages are looked at with: every state of both.
import { aboutMeasure } from '../../server/measures/advice/about';
import { guide } from '../../server/measures/advice/guide';
import { measures, pairKnowledge, pairScores, run } from './comparisonSamples.mjs';
import { groupKnowledge, nothingOfGroup } from './groupSamples.mjs';
import { inputPictures } from './outputsSamples.mjs';
import { outputsScenes } from './outputsScenes.mjs';
import { model, network, partners, statistics } from './modelSamples.mjs';

const small = network(2);
const huge = network(5000).slice(0, 50_000);
/** Scene name -> page, messages, tensors it may ask for, and what to do before the picture. */
export const scenes = {
  ...outputsScenes,
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
  'model-one': {
    view: 'model',
    messages: [model(small.slice(1, 2)), ...partners],
    tensors: small.slice(1, 2),
    statistics: statistics(small.slice(1, 2), 1),
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
    keep: true,
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
    pair: { ...pairKnowledge, scores: pairScores, computing: [] },
    hover: true,
  },
  'comparison-pair-card': {
    view: 'comparison',
    messages: run({ rows: 5, columns: 5 }),
    open: true,
    pair: { ...pairKnowledge, scores: pairScores, computing: [] },
    card: 'k-NN Jaccard',
  },
  'comparison-parameters': {
    view: 'comparison',
    messages: run({ rows: 5, columns: 5, id: 'topo.imd', parameters: { spectrum: 'lanczos' } }),
  },
  'comparison-pair-some': {
    view: 'comparison',
    messages: run({ rows: 5, columns: 5 }),
    open: true,
    pair: pairKnowledge,
  },
  'measure-cka': {
    view: 'measure',
    messages: [{ type: 'measure', page: aboutMeasure('cka'), usable: 'seed0 ↔ seed1 · activations' }],
  },
  'measure-procrustes': {
    view: 'measure',
    messages: [{ type: 'measure', page: aboutMeasure('procrustes'), usable: null }],
  },
  'measure-failed': {
    view: 'measure',
    messages: [{ type: 'failed', message: 'There is no measure "ckka".' }],
  },
  'guide-open': {
    view: 'guide',
    messages: [{ type: 'guidance', guidance: guide({}), usable: null }],
  },
  'guide-answered': {
    view: 'guide',
    messages: [
      {
        type: 'guidance',
        guidance: guide(
          { orthogonal: ['ignore'], isotropicScaling: ['notice'] },
          { widest: { rows: 900, columns: [512, 256] }, labels: true },
        ),
        usable: 'seed0 ↔ seed1 · activations',
      },
    ],
  },
  'group-waiting': { view: 'group', messages: [] },
  'group-running': {
    view: 'group',
    messages: [
      nothingOfGroup('running'),
      { type: 'progress', fraction: 0.4, text: '2 of 6 measures of the set' },
    ],
  },
  'group-failed': {
    view: 'group',
    messages: [nothingOfGroup('failed', '/runs/seed1/a.npy is empty.')],
  },
  'group-empty': {
    view: 'group',
    messages: [
      {
        ...nothingOfGroup(
          'failed',
          'These files have no tensor of the same name, and not all hold outputs: a.npy has none.',
        ),
        report: { found: false, reason: 'none', hasOutputs: false, layers: [] },
      },
    ],
  },
  'group-cancelled': { view: 'group', messages: [nothingOfGroup('cancelled')] },
  'group-outputs': {
    view: 'group',
    messages: [groupKnowledge()],
    pictures: inputPictures(Array.from({ length: 600 }, (_, row) => row)),
    keep: true,
  },
  'group-read': {
    view: 'group',
    messages: [groupKnowledge({ matched: 'by-name', reading: { rule: 'mean', rows: 'sample 500 seed 1' } })],
  },
  'group-outputs-low': {
    view: 'group',
    messages: [groupKnowledge()],
    pictures: inputPictures(Array.from({ length: 600 }, (_, row) => row)),
    scroll: '.instances',
  },
  'group-table': { view: 'group', messages: [groupKnowledge()], chart: 'Show pairs as table' },
  'group-pairs-running': {
    view: 'group',
    messages: [groupKnowledge({ state: 'running', paired: false })],
  },
  'group-12': {
    view: 'group',
    messages: [groupKnowledge({ count: 12, labelled: false })],
    hover: true,
    keep: true,
  },
  'group-layer': { view: 'group', messages: [groupKnowledge({ of: 'activations' })] },
  'comparison-no-value': { view: 'comparison', messages: run({ rows: 3, columns: 3, nothing: true }) },
  'comparison-pair-kept': {
    view: 'comparison',
    messages: [
      ...run({ rows: 5, columns: 5 }),
      { type: 'pair', x: 2, y: 3, ...pairKnowledge, scores: pairScores, computing: [] },
    ],
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
