import assert from 'node:assert/strict';
import { answersOf } from '../../../../server/jobs/groups/groupAnswers';
import { pageOfGroup } from '../../../../server/jobs/groups/groupInstances';
import { Prepared } from '../../../../server/measures/prepared';
import { BadInput } from '../../../../server/tensors/badInput';
import { build, engine } from '../../measures/inputs';

function of(rows: readonly (readonly number[])[], meaning: 'probabilities' | 'classes'): Prepared {
  const values = build(rows.length, rows[0]?.length ?? 0, (i, j) => rows[i]?.[j] ?? NaN);
  return new Prepared({ values, meaning }, engine);
}

const classes = (answers: readonly number[]): Prepared =>
  of(
    answers.map((one) => [one]),
    'classes',
  );
const values = { measure: 'hard.label_entropy', values: Float64Array.of(0, 0.6, 0.6, 1.1) };

describe('What a set of models answers', () => {
  const models = [classes([0, 1, 2, 0]), classes([0, 1, 1, 1]), classes([0, 2, 1, 2])];

  it('tells for each model which other one changes most answers, counted by hand', () => {
    assert.deepEqual(answersOf(models, [values], {}).replacements, [
      { share: 0.75, by: 2 },
      { share: 0.5, by: 0 },
      { share: 0.75, by: 0 },
    ]);
  });

  it('is told instance by instance, the largest values first and equal ones in their order', () => {
    const labels = { classes: Int32Array.of(0, 1, 2, 0), count: 3 };
    const answers = answersOf(models, [values], { labels });
    assert.deepEqual(answers.accuracies, [1, 0.5, 0.25]);
    const listed = { answers, rows: models.map(() => undefined), rowsEach: 1 };
    const page = pageOfGroup(listed, { by: values.measure, first: 0, count: 3 });
    assert.equal(page.total, 4);
    assert.deepEqual(
      page.instances.map(({ rows, label, answers: each, values: said }) => [
        rows,
        label,
        each.map((one) => one.class),
        said,
      ]),
      [
        [[3, 3, 3], 0, [0, 1, 2], [1.1]],
        [[1, 1, 1], 1, [1, 1, 2], [0.6]],
        [[2, 2, 2], 2, [2, 1, 1], [0.6]],
      ],
    );
    assert.throws(() => pageOfGroup(listed, { by: 'soft.rashomon', first: 0, count: 3 }), BadInput);
  });

  it('has the probability of the class that is answered where there are some', () => {
    const soft = of(
      [
        [0.2, 0.8],
        [0.7, 0.3],
      ],
      'probabilities',
    );
    const { probabilities, kinds } = answersOf([soft, classes([1, 1])], [], {});
    assert.deepEqual([...(probabilities[0] ?? [])], [0.8, 0.7]);
    assert.equal(probabilities[1], null);
    assert.deepEqual(kinds, ['probabilities', 'classes']);
  });

  it('counts the rows of each file where these are joined, and the positions of each instance', () => {
    const answers = answersOf(models.slice(0, 2), [values], {});
    const listed = { answers, rows: [[5, 7], undefined], rowsEach: 2 };
    const page = pageOfGroup(listed, { by: values.measure, first: 0, count: 1 });
    assert.deepEqual(page.instances[0]?.rows, [7, 1]);
    assert.equal(page.instances[0].position, 1);
  });
});
