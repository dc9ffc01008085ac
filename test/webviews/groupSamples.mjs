// Sets of models, as the server reports them.
import { answersOf } from '../../server/jobs/groups/groupAnswers';
import { pageOfGroup } from '../../server/jobs/groups/groupInstances';
import { allMeasures } from '../../server/measures/catalogue';
import { describeMeasure } from '../../server/measures/describe';
import { meanOverPairs, pairsOf } from '../../server/measures/overPairs';
import { score } from '../../server/measures/score';
import { scoreGroup } from '../../server/measures/scoreGroup';
import { labels, outputsOf } from './outputsSamples.mjs';

const byInstance = ['soft.rashomon', 'hard.label_entropy'];
const call = { id: 'hard.disagreement', parameters: {} };

/** What the host says of so many models; `of` a layer: nothing of outputs. */
export function groupKnowledge({
  count = 3,
  of = 'outputs',
  state = 'done',
  labelled = true,
  paired = true,
  matched = undefined,
  reading = {},
} = {}) {
  const models = Array.from({ length: count }, (_, at) => outputsOf(at + 1));
  const names = models.map((_, at) =>
    count > 5 ? `sweep/run-with-a-long-name-${at}/step-1000` : `seed${at}`,
  );
  const compares = of === 'outputs' ? 'outputs' : 'representations';
  const scored = allMeasures
    .filter(({ group, compares: what }) => group !== undefined && what === compares)
    .map(({ id }) => scoreGroup({ id, parameters: {} }, models, { perInstance: true }));
  const measures = byInstance.flatMap((id) => {
    const values = scored.find(({ measure }) => measure === id)?.perInstance;
    return values === undefined ? [] : [{ measure: id, values: Float64Array.from(values) }];
  });
  const answers = answersOf(models, measures, labelled ? { labels } : {});
  const instances = { answers, rows: models.map(() => undefined), rowsEach: 1 };
  const pairs = pairsOf(count, true).map(([x, y]) => ({ x, y, score: score(call, models[x], models[y]) }));
  const { distributions, replacements } = answers;
  return {
    type: 'group',
    ...{ names, state, kind: null, measure: call, measures: allMeasures.map(describeMeasure) },
    choice: { models: names.map((name) => `/runs/${name}/logits.npy`), ...reading },
    ...(paired && { pairs: { measure: call, mean: meanOverPairs(call, pairs, names), pairs } }),
    report: {
      ...{ found: true, stamp: 'a', of, hasOutputs: true, layers: [], rows: models[0].n, notes: [], matched },
      models: names.map((name, at) => ({
        ...{ path: `/runs/${name}/logits.npy`, tensor: 'logits', shape: [models[0].n, 10] },
        ...{ why: 'it is called logits', accuracy: of === 'outputs' ? answers.accuracies[at] : null },
        ...(of === 'outputs' && { kind: 'logits', kindWhy: 'its rows are no probabilities' }),
      })),
      scores: scored.map(({ perInstance: _, ...rest }) => rest),
      ...(of === 'outputs' && {
        outputs: {
          ...{ distributions, replacements },
          ...(labelled && { labels: '/runs/labels.npy' }),
          inputs: {
            path: '/runs/images.npy',
            stamp: '',
            index: 0,
            layout: 'grey',
            height: 28,
            width: 28,
            channels: 1,
          },
          mostAmbiguous: pageOfGroup(instances, { by: 'soft.rashomon', first: 0, count: 24 }),
        },
      }),
    },
  };
}

/** Nothing is known yet, or nothing will be. */
export function nothingOfGroup(state, message) {
  const names = ['seed0', 'seed1', 'seed2'];
  return {
    type: 'group',
    ...{
      names,
      state,
      kind: null,
      measures: [],
      choice: { models: names.map((name) => `/runs/${name}/a.npy`) },
    },
    ...(message !== undefined && { message }),
  };
}
