// The outputs of two models, in every state.
import { run } from './comparisonSamples.mjs';
import { inputPictures, outputsKnowledge } from './outputsSamples.mjs';

export const outputsScenes = {
  'comparison-outputs': {
    view: 'comparison',
    messages: [...run({ rows: 5, columns: 5 }), outputsKnowledge()],
    chart: 'Show as outputs',
    pictures: inputPictures(Array.from({ length: 600 }, (_, row) => row)),
    keep: true,
  },
  'comparison-outputs-low': {
    view: 'comparison',
    messages: [...run({ rows: 5, columns: 5 }), outputsKnowledge()],
    chart: 'Show as outputs',
    pictures: inputPictures(Array.from({ length: 600 }, (_, row) => row)),
    scroll: '.instances',
  },
  'comparison-outputs-middle': {
    view: 'comparison',
    messages: [...run({ rows: 5, columns: 5 }), outputsKnowledge()],
    chart: 'Show as outputs',
    scroll: '.outputs-part:has(.distributions)',
  },
  'comparison-outputs-unlabelled': {
    view: 'comparison',
    messages: [
      ...run({ rows: 5, columns: 5 }),
      outputsKnowledge({ labelled: false, pictures: false, some: true }),
    ],
    chart: 'Show as outputs',
  },
  'comparison-outputs-2': {
    view: 'comparison',
    messages: [...run({ rows: 1, columns: 1 }), outputsKnowledge({ classes: 2, pictures: false })],
    chart: 'Show as outputs',
    keep: true,
  },
  'comparison-outputs-200': {
    view: 'comparison',
    messages: [...run({ rows: 5, columns: 5 }), outputsKnowledge({ classes: 200 })],
    chart: 'Show as outputs',
    keep: true,
  },
  'comparison-outputs-loading': {
    view: 'comparison',
    messages: [...run({ rows: 5, columns: 5 }), outputsKnowledge()],
    chart: 'Show as outputs',
    then: { ...outputsKnowledge(), report: null, scores: [], computing: false },
  },
  'comparison-outputs-cancelled': {
    view: 'comparison',
    messages: [
      ...run({ rows: 5, columns: 5 }),
      {
        ...outputsKnowledge(),
        ...{ scores: [], computing: false },
        report: {
          found: false,
          unfit: true,
          reason: 'Cancelled before the outputs were compared. Run Again compares them anew.',
          choices: [0, 0],
        },
      },
    ],
    chart: 'Show as outputs',
  },
  'comparison-outputs-none': {
    view: 'comparison',
    messages: [
      ...run({ rows: 5, columns: 5 }),
      {
        ...outputsKnowledge(),
        ...{ scores: [], computing: false },
        report: {
          found: false,
          unfit: false,
          reason:
            '/runs/seed1/activations.safetensors holds no outputs: no tensor is called logits, probabilities, probs or the like.',
          choices: [5, 5],
        },
      },
    ],
    chart: 'Show as outputs',
  },
  'comparison-outputs-unfit': {
    view: 'comparison',
    messages: [
      ...run({ rows: 5, columns: 5 }),
      {
        ...outputsKnowledge(),
        ...{ scores: [], computing: false },
        report: {
          found: false,
          unfit: true,
          reason: 'The inputs score different numbers of classes: 10 and 1000.',
          choices: [3, 3],
        },
      },
    ],
    chart: 'Show as outputs',
  },
};
