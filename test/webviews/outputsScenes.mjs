// The outputs of two models, in every state.
import { run } from './comparisonSamples.mjs';
import { inputPictures, outputsKnowledge } from './outputsSamples.mjs';

const known = outputsKnowledge();
const pictures = inputPictures(Array.from({ length: 600 }, (_, row) => row));

/** A page with its outputs in front; `size`: how many layers it has. */
function scene(outputs, { size = 5, ...more } = {}) {
  const messages = [...run({ rows: size, columns: size }), outputs];
  return { view: 'comparison', messages, chart: 'Show as outputs', ...more };
}

/** There is nothing to show. */
function nothing(reason, choices, unfit = true) {
  return scene({
    ...known,
    ...{ scores: [], computing: false },
    report: { found: false, unfit, reason, choices },
  });
}

const cancelled = 'Cancelled before the outputs were compared. Run Again compares them anew.';
const none =
  '/runs/seed1/activations.safetensors holds no outputs: no tensor is called logits, probabilities, probs or the like.';
const unfit = 'The inputs score different numbers of classes: 10 and 1000.';
const loading = { ...known, report: null, scores: [], computing: false };

/** Scene name, after "comparison-outputs" -> what it shows. */
const states = {
  '': scene(known, { pictures, keep: true }),
  '-low': scene(known, { pictures, scroll: '.instances' }),
  '-middle': scene(known, { scroll: '.outputs-part:has(.distributions)' }),
  '-unlabelled': scene(outputsKnowledge({ labelled: false, pictures: false, some: true })),
  '-2': scene(outputsKnowledge({ classes: 2, pictures: false }), { size: 1, keep: true }),
  '-200': scene(outputsKnowledge({ classes: 200 }), { keep: true }),
  '-loading': scene(known, { then: loading }),
  '-cancelled': nothing(cancelled, [0, 0]),
  '-none': nothing(none, [5, 5], false),
  '-unfit': nothing(unfit, [3, 3]),
};

export const outputsScenes = Object.fromEntries(
  Object.entries(states).map(([name, each]) => [`comparison-outputs${name}`, each]),
);
