import assert from 'node:assert/strict';
import { answersOf, chosenInstances, outcomeOf } from '../../../../server/jobs/outputs/answers';
import { classTableOf } from '../../../../server/jobs/outputs/classTable';
import {
  disagreementOf,
  distributionsOf,
  outcomesOf,
  rightShare,
} from '../../../../server/jobs/outputs/outcomes';
import { Prepared } from '../../../../server/measures/prepared';
import { type Disagreement, disagreementWords } from '../../../../server/protocol';
import { BadInput } from '../../../../server/tensors/badInput';
import type { Labels, Meaning } from '../../../../server/tensors/representation';
import { build, engine, random, valueOf } from '../../measures/inputs';

function of(rows: readonly (readonly number[])[], meaning: Meaning): Prepared {
  const values = build(rows.length, rows[0]?.length ?? 0, (i, j) => rows[i]?.[j] ?? NaN);
  return new Prepared({ values, meaning }, engine);
}

const classes = (answers: readonly number[]): Prepared =>
  of(
    answers.map((answer) => [answer]),
    'classes',
  );

function labelled(truth: readonly number[]): Labels {
  return { classes: Int32Array.from(truth), count: Math.max(...truth) + 1 };
}

/** Two noisy models of 300 instances and 5 classes, and the truth. */
function noisy(seed: number) {
  const [n, c] = [300, 5];
  const truth = Array.from({ length: n }, (_, i) => i % c);
  const model = (at: number): Prepared => {
    const noise = random(n, c, at);
    const values = build(n, c, (i, j) => (noise.data[i * c + j] ?? 0) + (truth[i] === j ? 1.5 : 0));
    return new Prepared({ values, meaning: 'logits' }, engine);
  };
  return { x: model(seed), y: model(seed + 1), labels: labelled(truth), truth, n };
}

describe('Outcomes of two models', () => {
  it('are counted as one does by hand', () => {
    const truth = [0, 1, 2, 0, 1, 2];
    const answers = answersOf(classes([0, 1, 0, 1, 1, 1]), classes([0, 0, 2, 1, 1, 0]), labelled(truth));
    assert.deepEqual(outcomesOf(answers), [
      { outcome: 'bothRight', count: 2 },
      { outcome: 'onlyX', count: 1 },
      { outcome: 'onlyY', count: 1 },
      { outcome: 'bothWrongSame', count: 1 },
      { outcome: 'bothWrongDifferent', count: 1 },
    ]);
    assert.deepEqual([rightShare(answers, 'x'), rightShare(answers, 'y')], [0.5, 0.5]);
    assert.deepEqual(classTableOf(answers), {
      classes: [0, 1, 2],
      counts: [
        [0, 0, 1],
        [0, 2, 1],
        [1, 0, 2],
        [1, 1, 2],
      ],
      left: 0,
    });
  });

  it('without labels are whether the answers are the same', () => {
    const answers = answersOf(classes([0, 1, 0]), classes([0, 0, 0]), undefined);
    assert.deepEqual(outcomesOf(answers), [
      { outcome: 'same', count: 2 },
      { outcome: 'different', count: 1 },
    ]);
    assert.equal(rightShare(answers, 'x'), null);
    const { least, most, share } = disagreementOf(answers);
    assert.deepEqual([share, least, most], [1 / 3, undefined, undefined]);
  });

  for (const seed of [1, 11, 21]) {
    it(`add up, and agree with the measures of the catalogue (seed ${seed})`, () => {
      const { x, y, labels, n } = noisy(seed);
      const answers = answersOf(x, y, labels);
      const counts = new Map(outcomesOf(answers).map(({ outcome, count }) => [outcome, count]));
      const count = (...some: Parameters<typeof counts.get>[0][]): number =>
        some.reduce((sum, outcome) => sum + (counts.get(outcome) ?? NaN), 0);
      assert.equal(count('bothRight', 'bothWrongSame', 'bothWrongDifferent', 'onlyX', 'onlyY'), n);
      assert.equal(count('bothRight', 'onlyX') / n, rightShare(answers, 'x'));
      assert.equal(count('bothRight', 'onlyY') / n, rightShare(answers, 'y'));
      const { share, byChance, kappa, least = NaN, most = NaN } = disagreementOf(answers);
      assert.equal(count('bothWrongDifferent', 'onlyX', 'onlyY') / n, share);
      assert.ok(least <= share && share <= most, `${least} <= ${share} <= ${most}`);
      const [ax, ay] = [rightShare(answers, 'x') ?? NaN, rightShare(answers, 'y') ?? NaN];
      assert.ok(Math.abs(least - Math.abs(ax - ay)) < 1e-12);
      assert.ok(Math.abs(most - Math.min(1, 2 - ax - ay)) < 1e-12);
      const [left, right] = [x.representation.values, y.representation.values];
      assert.equal(share, valueOf('disagreement', left, right, 'logits'));
      assert.equal(kappa, valueOf('kappa', left, right, 'logits'));
      assert.ok(Math.abs(kappa - (1 - share / byChance)) < 1e-12);
      const table = classTableOf(answers);
      const diagonal = table.counts.filter(([i, j]) => i === j).reduce((sum, [, , of]) => sum + of, 0);
      assert.equal(1 - diagonal / n, 1 - (count('bothRight') + count('bothWrongSame')) / n);
      assert.equal(
        table.counts.reduce((sum, [, , of]) => sum + of, 0),
        n,
      );
      for (const { measure, mean, histogram } of distributionsOf(answers)) {
        assert.equal(mean, valueOf(measure, left, right, 'logits'));
        assert.equal(
          histogram.counts.reduce((sum, one) => sum + one, 0),
          n,
        );
      }
    });
  }

  it('are listed with the least similar instances first, all that were counted and no others', () => {
    const { x, y, labels, n } = noisy(5);
    const answers = answersOf(x, y, labels);
    const all = chosenInstances(answers, {});
    assert.deepEqual(
      all.toSorted((a, b) => a - b),
      Array.from({ length: n }, (_, i) => i),
    );
    const distances = all.map((i) => answers.distances[i] ?? NaN);
    assert.deepEqual(
      distances,
      distances.toSorted((a, b) => b - a),
    );
    for (const { outcome, count } of outcomesOf(answers)) {
      const chosen = chosenInstances(answers, { outcome });
      assert.equal(chosen.length, count);
      assert.ok(chosen.every((i) => outcomeOf(answers, i) === outcome));
    }
    const { classes: named, counts } = classTableOf(answers);
    for (const [i, j, count] of counts) {
      const [classX = NaN, classY = NaN] = [named[i], named[j]];
      assert.equal(chosenInstances(answers, { classX, classY }).length, count);
    }
  });

  it('of many classes are told for those that the models differ on most', () => {
    const many = Array.from({ length: 300 }, (_, i) => i % 150);
    const other = many.map((answer, i) => (i < 2 ? answer + 1 : answer));
    const table = classTableOf(answersOf(classes(many), classes(other), undefined));
    assert.deepEqual([table.classes.length, table.left], [100, 50]);
    assert.deepEqual(table.classes.slice(0, 3), [0, 1, 2]);
  });

  it('are not made up from outputs that do not go together, and labels of another numbering judge nothing', () => {
    const [two, three] = [of([[1, 2]], 'logits'), of([[1, 2, 3]], 'logits')];
    assert.throws(() => answersOf(two, three, undefined), BadInput);
    assert.throws(() => answersOf(of([[0.4]], 'logits'), of([[0.5]], 'logits'), undefined), /names no class/);
    assert.throws(() => answersOf(of([[0.4, 0.4]], 'probabilities'), two, undefined), /no.*distribution/);
    const { truth, labelsProblem } = answersOf(two, two, labelled([7]));
    assert.equal(truth, undefined);
    assert.match(labelsProblem ?? '', /A label is 7/);
  });
});

describe('How often predictions differ, in words', () => {
  it('is told beside what the accuracies allow, where they are known', () => {
    const found: Disagreement = { share: 0.0312, byChance: 0.9, kappa: 0.96 };
    assert.equal(disagreementWords(found), 'predictions differ on 3.12 %');
    assert.equal(
      disagreementWords({ ...found, least: 0.009, most: 0.064 }),
      'predictions differ on 3.12 % (expected from accuracies alone 0.9–6.4 %)',
    );
  });
});
