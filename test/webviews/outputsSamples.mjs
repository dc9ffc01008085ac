// The outputs of two models, as the server reports them.
import { answersOf, chosenInstances, answersAt } from '../../server/jobs/outputs/answers';
import { classTableOf } from '../../server/jobs/outputs/classTable';
import { disagreementOf, distributionsOf, outcomesOf, rightShare } from '../../server/jobs/outputs/outcomes';
import { allMeasures } from '../../server/measures/catalogue';
import { describeMeasure } from '../../server/measures/describe';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { testEngine } from '../unit/linalg/engines/chosen';
import { wave } from './numbers.mjs';

const engine = testEngine();
const rows = 600;

/** The labels of so many classes. */
function labelsOf(classes) {
  const truth = Int32Array.from({ length: rows }, (_, i) => (7 * i) % classes);
  return { classes: truth, count: classes };
}

export const labels = labelsOf(10);

/** The outputs of a model that is right more often than not. */
export function outputsOf(seed, { classes: truth, count: classes } = labels) {
  const data = Float64Array.from({ length: rows * classes }, (_, at) => {
    const [i, c] = [Math.floor(at / classes), at % classes];
    return 4 * wave(at * 13 + seed * 977) + (truth[i] === c ? 2.6 : 0);
  });
  return new Prepared({ values: { rows, cols: classes, data }, meaning: 'logits' }, engine);
}

/** Two models of so many classes, and the true ones. */
function pairOf(classes) {
  const ofClasses = labelsOf(classes);
  return { x: outputsOf(1, ofClasses), y: outputsOf(2, ofClasses), labels: ofClasses };
}

/** A report of 600 instances; without labels there are no outcomes by which model is right. */
export function outputsReport({ labelled = true, pictures = true, classes = 10 } = {}) {
  const { x, y, labels } = pairOf(classes);
  const answers = answersOf(x, y, labelled ? labels : undefined);
  const side = (run, accuracy) => ({
    path: `/runs/${run}/activations.safetensors`,
    tensor: 'logits',
    shape: [rows, classes],
    why: 'it is called logits',
    kind: 'logits',
    kindWhy: 'its rows are no probabilities',
    accuracy,
    choices: 3,
  });
  const instances = chosenInstances(answers, {})
    .slice(0, 24)
    .map((i) => ({ row: i, rowY: i, ...answersAt(answers, i) }));
  return {
    found: true,
    stamp: 'a',
    x: side('seed0', rightShare(answers, 'x')),
    y: side('seed1', rightShare(answers, 'y')),
    rows,
    ...(labelled && { labels: '/runs/labels.npy' }),
    outcomes: outcomesOf(answers),
    disagreement: disagreementOf(answers),
    classes: classTableOf(answers),
    distributions: distributionsOf(answers),
    leastSimilar: { total: rows, first: 0, instances },
    ...(pictures && {
      inputs: {
        ...{ path: '/runs/images.npy', stamp: '', index: 0, layout: 'grey' },
        ...{ height: 28, width: 28, channels: 1 },
      },
    }),
    notes: [],
    ...(classes === 2 && { classNames: ['healthy tissue', 'tumour'], matched: 'by-name' }),
  };
}

const outputMeasures = allMeasures.filter(({ compares }) => compares === 'outputs');

/** What the host says of the outputs. */
export function outputsKnowledge({ labelled = true, pictures = true, some = false, classes = 10 } = {}) {
  const { x, y, labels } = pairOf(classes);
  const scored = outputMeasures.filter(({ needs }) => labelled || !needs.labels);
  const all = scored.map(({ id }) => score({ id, parameters: {} }, labelled ? x.labelled(labels) : x, y));
  return {
    type: 'outputs',
    report: outputsReport({ labelled, pictures, classes }),
    chosen: {},
    measures: outputMeasures.map(describeMeasure),
    scores: some ? all.slice(0, 4) : all,
    computing: some,
  };
}

/** Inputs of these instances: a blob each. */
export function inputPictures(wanted) {
  return wanted.map((row) => {
    const pixels = Uint8Array.from({ length: 784 }, (_, at) => {
      const [dx, dy] = [(at % 28) - 14, Math.floor(at / 28) - 14];
      return Math.round(255 * Math.exp(-((dx * dx) / (20 + (row % 60)) + (dy * dy) / 50)));
    });
    return { row, width: 28, height: 28, channels: 1, bytes: Buffer.from(pixels).toString('base64') };
  });
}
