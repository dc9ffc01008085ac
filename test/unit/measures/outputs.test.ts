import assert from 'node:assert/strict';
import { findMeasure } from '../../../server/measures/catalogue';
import { otherClasses, takenFor } from '../../../server/measures/outputs';
import { Prepared } from '../../../server/measures/prepared';
import { asOutputs } from '../../../server/tensors/outputs';
import { build, engine } from './inputs';

const outputs = (cols: number, ...values: number[]): Prepared => {
  const matrix = build(values.length / cols, cols, (i, c) => values[i * cols + c] ?? NaN);
  return new Prepared(asOutputs({ values: matrix, meaning: 'activations' }, 'outputs'), engine);
};
const logits = outputs(2, 3, 1, -1, 2);
const oneHot = outputs(2, 0, 1, 1, 0);
const stated = new Prepared({ values: build(2, 2, (i, c) => i + c), meaning: 'logits' }, engine);

describe('What outputs were taken for', () => {
  it('is told once where it is the same, and for each where it is not', () => {
    assert.deepEqual(takenFor([logits, logits]), ['Both are taken for logits.']);
    assert.deepEqual(takenFor([logits, logits, logits]), ['All are taken for logits.']);
    assert.deepEqual(takenFor([logits, oneHot]), [
      'Taken: the first for logits, the second for one-hot classes.',
      'Scores are compared with class numbers by the class of their largest.',
    ]);
    assert.deepEqual(takenFor([stated, logits, oneHot]), [
      'Taken: model 2 for logits, model 3 for one-hot classes.',
      'Scores are compared with class numbers by the class of their largest.',
    ]);
    assert.deepEqual(takenFor([stated, stated]), []);
  });

  it('is told with the reason where that is special, and doubted once', () => {
    const [perCent, unsure] = [outputs(2, 25, 75, 50, 50), outputs(2, 0.25, 0.5, 0.5, 1)];
    const because = 'as its rows are not negative and sum to 100, as per cent do';
    assert.deepEqual(takenFor([perCent, perCent]), [
      `Both are taken for probabilities in per cent, ${because}.`,
    ]);
    const [told = '', doubt = '', ...more] = takenFor([perCent, unsure]);
    assert.match(told, /^Taken: the first for probabilities in per cent, .*; the second for logits, as /);
    assert.match(doubt, /^All numbers lie from 0 to 1 and rows do not sum to 1/);
    assert.deepEqual([more, takenFor([unsure, unsure]).length], [[], 2]);
  });

  it('says why there are no scores to compare, to the measures that need them', () => {
    const [jsd, disagreement] = [findMeasure('soft.jsd'), findMeasure('hard.disagreement')];
    const wanted =
      'logits or probabilities are needed, or say that the one-hot rows are probabilities, of certain predictions.';
    assert.equal(otherClasses(jsd, [logits, oneHot]), `The second input holds one-hot classes: ${wanted}`);
    assert.equal(otherClasses(jsd, [logits, logits, oneHot]), `Model 3 holds one-hot classes: ${wanted}`);
    assert.equal(
      otherClasses(jsd, [logits, outputs(1, 0.5, 0.25)]),
      'The second has one score for each row and the first 2: where one is the probability of the second of two classes, say that its kind is binary.',
    );
    assert.equal(otherClasses(disagreement, [logits, oneHot]), null);
    assert.equal(otherClasses(jsd, [logits, stated]), null);
  });
});
